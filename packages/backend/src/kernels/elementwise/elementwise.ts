import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { kernelTable, place } from '../../compiled/kernel-table.js';
import { divideValues } from '../../threads/divide.js';
import type { WasmBackend } from '../../wasm-backend.js';
import { sizeOf } from '../compiled-kernel.js';

/** A function of each value by a compiled kernel, for float32. */
const ofEach =
  (kernel: 'tanh' | 'sigmoid' | 'leakyRelu', numbers: (attributes: Record<string, number>) => number[]) =>
  (stock: KernelConfig): KernelConfig => ({
    ...stock,
    kernelFunc: (params) => {
      const backend = params.backend as WasmBackend;
      const { x } = params.inputs as { x: TensorInfo };
      if (!kernelTable(backend) || x.dtype !== 'float32') return stock.kernelFunc(params);
      const out = backend.makeOutput(x.shape, 'float32');
      const given = numbers((params.attrs ?? {}) as Record<string, number>);
      divideValues(backend, kernel, [place(backend, x), place(backend, out)], sizeOf(x), ...given);
      return out;
    },
  });

/**
 * The hyperbolic tangent, four values at a time; the backend's own kernel computes them one by one. Accurate to three units in the last place.
 *
 * @param stock - the kernel that TensorFlow.js registered
 * @returns the kernel to register in its place
 */
export const tanh = ofEach('tanh', () => []);

/**
 * The logistic function, four values at a time. Accurate to three units in the last place.
 *
 * @param stock - the kernel that TensorFlow.js registered
 * @returns the kernel to register in its place
 */
export const sigmoid = ofEach('sigmoid', () => []);

/**
 * The leaky ReLU, four values at a time.
 *
 * @param stock - the kernel that TensorFlow.js registered
 * @returns the kernel to register in its place
 */
export const leakyRelu = ofEach('leakyRelu', ({ alpha = 0.2 }) => [alpha]);
