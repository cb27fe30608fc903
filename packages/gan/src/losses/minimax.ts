import * as tf from '@tensorflow/tfjs-core';
import type { GanLoss } from './loss.js';
import { probabilistic, type SmoothingOptions } from './non-saturating.js';

/**
 * The minimax loss (Goodfellow et al. 2014, equation 1): the generator minimises mean log(1 - D(G(z))), which saturates as soon as the
 * discriminator is sure. The penalty that goes with it is R1.
 *
 * @param options - label smoothing
 * @returns the loss
 * @throws InterpError `bad-option` for a smoothing out of range
 */
export const minimax = (options: SmoothingOptions = {}): GanLoss => ({
  ...probabilistic(options),
  name: 'minimax',
  generator: (logits) => ({
    value: tf.neg(tf.mean<tf.Scalar>(tf.softplus(logits))),
    gradient: tf.mul(tf.sigmoid(logits), -1 / logits.size),
  }),
});
