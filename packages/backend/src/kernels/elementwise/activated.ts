import type { TensorInfo } from '@tensorflow/tfjs-core';
import { free, runKernel, type WasmBackend } from '../../wasm-backend.js';

const kernels: Readonly<Record<string, string>> = { relu: 'Relu', relu6: 'Relu6', elu: 'Elu', sigmoid: 'Sigmoid' };

/**
 * Whether {@link activated} knows an activation that an operation is fused with.
 *
 * @param activation - its name
 * @returns false for those with parameters of their own
 */
export const isKnownActivation = (activation: string): boolean =>
  activation === 'linear' || Object.hasOwn(kernels, activation);

/**
 * Applies an activation by its own kernel.
 *
 * @param backend - the backend
 * @param sums - what it is applied to; freed, or returned where the activation is linear
 * @param activation - its name
 * @returns a tensor of the same shape, which the caller frees
 */
export const activated = (backend: WasmBackend, sums: TensorInfo, activation: string): TensorInfo => {
  if (activation === 'linear') return sums;
  const out = runKernel(backend, kernels[activation], { x: sums });
  free(backend, sums);
  return out;
};
