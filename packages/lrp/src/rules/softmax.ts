import * as tf from '@tensorflow/tfjs-core';
import { imageSums } from '../attribution.js';
import type { LrpRule } from './rule.js';

/**
 * The rule of a softmax inside a network, as in attention: its Taylor decomposition at its input, R_i = x_i (R_i - s_i Σ_j R_j). What the softmax would
 * give without its input is lost, and recorded as absorbed by biases. A softmax at the end of a network is no step of it. Achtibat et al. 2024
 * (AttnLRP), proposition 3.1.
 *
 * @returns a rule for steps whose activation is `softmax`
 */
export const softmaxTaylor = (): LrpRule => (layer, input, relevance) => {
  const quotients = tf.where(tf.greater(layer.output, 0), tf.div(relevance, layer.output), tf.zerosLike(relevance));
  // Masked places hold infinities, and have no share.
  const finite = tf.where(tf.isFinite(input), input, tf.zerosLike(input));
  const passed = tf.mul(finite, layer.vjp(quotients));
  const [before, after] = [imageSums(relevance).totals, imageSums(passed).totals];
  before.forEach((total, image) => (layer.losses.bias[image] += total - after[image]));
  return passed;
};
