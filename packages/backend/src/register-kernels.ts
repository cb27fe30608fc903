import * as tf from '@tensorflow/tfjs-core';
import type { KernelConfig } from '@tensorflow/tfjs-core';
import { batchMatMul } from './kernels/batch-mat-mul.js';
import { conv2DBackpropFilter } from './kernels/conv2d-backprop-filter.js';
import { conv2DBackpropInput } from './kernels/conv2d-backprop-input.js';
import { depthwiseBackpropFilter } from './kernels/depthwise-backprop-filter.js';
import { depthwiseBackpropInput } from './kernels/depthwise-backprop-input.js';
import { maxPoolGrad } from './kernels/max-pool-grad.js';
import { unsortedSegmentSum } from './kernels/unsorted-segment-sum.js';

const own: readonly KernelConfig[] = [
  conv2DBackpropFilter,
  conv2DBackpropInput,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  maxPoolGrad,
  unsortedSegmentSum,
];
const wrapping: readonly (readonly [name: string, wrap: (stock: KernelConfig) => KernelConfig])[] = [
  ['BatchMatMul', batchMatMul],
];

const marker = Symbol.for('@interp/backend kernels');

const replace = (config: KernelConfig): void => {
  if (tf.getKernel(config.kernelName, config.backendName)) tf.unregisterKernel(config.kernelName, config.backendName);
  tf.registerKernel(config);
};

/**
 * Registers the wasm backend's missing and fast kernels, once per TensorFlow.js engine however many copies of this package there
 * are. {@link useBackend} does it; call it only where the backend is chosen by other means.
 *
 * The package `@tensorflow/tfjs-backend-wasm` must have been imported.
 */
export const registerWasmKernels = (): void => {
  const engine = tf.engine() as unknown as Record<symbol, boolean>;
  if (engine[marker]) return;
  engine[marker] = true;
  for (const config of own) replace(config);
  for (const [name, wrap] of wrapping) replace(wrap(tf.getKernel(name, 'wasm')));
};
