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

const bounds: Readonly<Record<string, readonly [low: number, high: number]>> = {
  linear: [-Infinity, Infinity],
  relu: [0, Infinity],
  relu6: [0, 6],
};

/**
 * What is left of an activation after a compiled kernel that brings its sums between two bounds.
 *
 * @param activation - its name
 * @returns the bounds, and the activation that is to be applied to the result
 */
export const boundedActivation = (
  activation: string,
): { readonly bounds: readonly [low: number, high: number]; readonly rest: string } =>
  Object.hasOwn(bounds, activation)
    ? { bounds: bounds[activation], rest: 'linear' }
    : { bounds: bounds['linear'], rest: activation };

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
