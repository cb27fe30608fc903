import { hostTensor, hostValues } from '@interp/core/internal';
import type * as tf from '@tensorflow/tfjs-core';
import type { LrpLayer } from './rule.js';
import { divided, withEven } from './shares.js';

/**
 * Elementwise product.
 *
 * @param a - borrowed
 * @param b - of the same shape; borrowed
 * @returns of that shape
 */
export const times = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
  hostTensor(a.shape, (out) => {
    const [x, y] = [hostValues(a), hostValues(b)];
    for (let i = 0; i < out.length; i++) out[i] = x[i] * y[i];
  });

/**
 * Shares relevance in proportion to the contributions z_ij: R_i = Σ_j z_ij / (Σ_i z_ij + b_j + ε sign) R_j.
 *
 * @param layer - a layer of kind `linear` or `merging`
 * @param input - its input; borrowed
 * @param relevance - of its output; borrowed
 * @param epsilon - the stabiliser, 0 or more, in units of the output
 * @returns the relevance of its input
 */
export const proportional = (layer: LrpLayer, input: tf.Tensor, relevance: tf.Tensor, epsilon: number): tf.Tensor => {
  const bias = layer.biasPolicy === 'keep' ? layer.bias : undefined;
  const { quotients, even } = divided(layer, layer.map(input), relevance, { epsilon, ...(bias && { bias }) });
  return withEven(layer, times(input, layer.transpose(quotients)), even);
};
