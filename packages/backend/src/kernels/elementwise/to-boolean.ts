import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { identity } from './copies.js';
import { floats, runKernel, free, type WasmBackend } from '../../wasm-backend.js';

/**
 * A cast; to booleans it compares with 0, where the backend's own kernel takes the lowest byte, and to the same type it copies nothing.
 *
 * @param stock - the kernel that TensorFlow.js registered
 * @returns the kernel to register in its place
 */
export const toBoolean = (stock: KernelConfig): KernelConfig => ({
  ...stock,
  kernelFunc: (params) => {
    const { x } = params.inputs as { x: TensorInfo };
    const { dtype } = params.attrs as { dtype?: string };
    if (dtype === x.dtype) return identity.kernelFunc(params);
    if (dtype !== 'bool' || x.dtype !== 'float32') return stock.kernelFunc(params);
    const backend = params.backend as WasmBackend;
    const zero = backend.makeOutput([], 'float32');
    floats(backend, zero).fill(0);
    const out = runKernel(backend, 'NotEqual', { a: x, b: zero });
    free(backend, zero);
    return out;
  },
});
