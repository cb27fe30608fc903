import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { place } from '../../compiled/kernel-table.js';
import { divideValues } from '../../threads/divide.js';
import type { WasmBackend } from '../../wasm-backend.js';
import { sizeOf } from '../compiled-kernel.js';

/**
 * A kernel of our own: the gradient of an activation that lets values pass between two bounds, as ReLU does. Inputs `y`, its output, and `dy`,
 * float32 of one shape; attributes `low` and `high`. Result `dy` where y lies between them, 0 elsewhere.
 */
export const gate: KernelConfig = {
  kernelName: 'Gate',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any, attrs }) => {
    const backend = any as WasmBackend;
    const { y, dy } = inputs as { y: TensorInfo; dy: TensorInfo };
    const { low, high } = attrs as { low: number; high: number };
    const out = backend.makeOutput(y.shape, 'float32');
    const places = [y, dy, out].map((tensor) => place(backend, tensor));
    divideValues(backend, 'gate', places, sizeOf(y), low, high);
    return out;
  },
};
