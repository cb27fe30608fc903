import * as tf from '@tensorflow/tfjs-core';
import { changeKernel, type KernelChange } from './kernel-change.js';
import type { LinearMap } from './linear-map.js';

/**
 * The map that sums over axis 1 of `[n, terms, ...]`: what addition and averaging of branches are.
 *
 * @param weightOf - the weight of each term, given their number
 * @returns the map; its kernel is that weight
 */
export const sumMap = (weightOf: (terms: number) => number): LinearMap => {
  const weight = (inputShape: readonly number[], change?: KernelChange): tf.Tensor =>
    changeKernel(tf.scalar(weightOf(inputShape[1])), change);
  return {
    kernel: (inputShape) => weight(inputShape),
    apply: (x, change) => tf.mul(tf.sum(x, 1), weight(x.shape, change)),
    transpose: (y, inputShape, change) => {
      const weighted = tf.mul(y, weight(inputShape, change));
      return tf.stack(
        Array.from({ length: inputShape[1] }, () => weighted),
        1,
      );
    },
  };
};
