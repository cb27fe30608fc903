import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { useBackend } from '@interp/backend';
import { loadNativeKernels, unloadNativeKernels } from '../src/native/native-kernels.js';
import type { WasmBackend } from '../src/wasm-backend.js';
import { valuesOf } from './random-cases.js';

const [beta1, beta2, scale, epsilon] = [0.9, 0.999, 0.0123, 3e-8];

const inSteps = (gradient: tf.Tensor, mean: tf.Tensor, square: tf.Tensor): tf.Tensor[] => {
  const m = tf.add(tf.mul(mean, beta1), tf.mul(gradient, 1 - beta1));
  const v = tf.add(tf.mul(square, beta2), tf.mul(tf.mul(gradient, gradient), 1 - beta2));
  return [tf.div(tf.mul(m, scale), tf.add(tf.sqrt(v), epsilon)), m, v];
};

const inOne = (gradient: tf.Tensor, mean: tf.Tensor, square: tf.Tensor): tf.Tensor[] =>
  tf.engine().runKernel('AdamUpdate', { gradient, mean, square }, { beta1, beta2, scale, epsilon });

describe('the update of Adam', () => {
  it.each([true, false])('has the bits of the separate operations, compiled: %s', async (compiled) => {
    await useBackend('wasm');
    const backend = tf.backend() as unknown as WasmBackend;
    if (!compiled) unloadNativeKernels(backend);
    for (const shape of [[1], [3, 7], [64, 33]]) {
      const [expected, actual] = tf.tidy(() => {
        const slots = [valuesOf(shape, 1), valuesOf(shape, 2), tf.abs(valuesOf(shape, 3))] as const;
        return [inSteps(...slots), inOne(...slots)].map((results) => results.map((one) => [...one.dataSync()]));
      });
      expect(actual).toEqual(expected);
    }
    await loadNativeKernels(backend);
  });
});
