import type { TensorInfo } from '@tensorflow/tfjs-core';
import { kernelTable, place } from '../../compiled/kernel-table.js';
import { divideValues } from '../../threads/divide.js';
import { free, runKernel, type WasmBackend } from '../../wasm-backend.js';
import { sizeOf } from '../compiled-kernel.js';

const kernels: Readonly<Record<string, string>> = { relu: 'Relu', relu6: 'Relu6', elu: 'Elu', sigmoid: 'Sigmoid' };

/** Between which values the results of an activation lie that changes no others. */
const bounds: Readonly<Record<string, readonly [low: number, high: number]>> = { relu: [0, Infinity], relu6: [0, 6] };

/**
 * Whether {@link activated} knows an activation that an operation is fused with.
 *
 * @param activation - its name
 * @returns false for those with parameters of their own
 */
export const isKnownActivation = (activation: string): boolean =>
  activation === 'linear' || Object.hasOwn(kernels, activation);

/**
 * Applies an activation, where it only cuts values off in place, and else by its own kernel.
 *
 * @param backend - the backend
 * @param sums - what it is applied to; freed, or returned where the activation is linear
 * @param activation - its name
 * @returns a tensor of the same shape, which the caller frees
 */
export const activated = (backend: WasmBackend, sums: TensorInfo, activation: string): TensorInfo => {
  if (activation === 'linear') return sums;
  if (kernelTable(backend) && Object.hasOwn(bounds, activation)) {
    divideValues(backend, 'clamp', [place(backend, sums)], sizeOf(sums), ...bounds[activation]);
    return sums;
  }
  const out = runKernel(backend, kernels[activation], { x: sums });
  free(backend, sums);
  return out;
};
