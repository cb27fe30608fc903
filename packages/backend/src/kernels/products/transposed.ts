import type { TensorInfo } from '@tensorflow/tfjs-core';
import { runKernel, type WasmBackend } from '../../wasm-backend.js';

/**
 * A tensor with its axes in another order, by the backend's own kernel.
 *
 * @param backend - the backend
 * @param x - a tensor; borrowed
 * @param perm - for each axis of the result, the axis of `x` that it is
 * @returns the transposed tensor, which the caller frees
 */
export const transposed = (backend: WasmBackend, x: TensorInfo, perm: readonly number[]): TensorInfo =>
  runKernel(backend, 'Transpose', { x }, { perm: [...perm] });
