import { checkedOptions, checkNumber } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { GradientPenalty } from './penalty.js';

/** Keeps the derivative of a norm finite at 0. */
const least = 1e-12;

/**
 * The penalty of WGAN-GP: weight · E(‖∇ₓ logit(x)‖ - 1)² at images x = t · real + (1 - t) · generated, t uniform in [0, 1] for each
 * pair (Gulrajani et al. 2017, algorithm 1).
 *
 * @param options - `weight`. Default 10, the paper's λ
 * @returns the penalty
 * @throws InterpError `bad-option` for a weight of 0 or less
 */
export const gradientPenalty = (options: { readonly weight?: number } = {}): GradientPenalty => {
  const { weight = 10 } = checkedOptions(options);
  checkNumber('the weight of the gradient penalty', weight, { above: 0 });
  return {
    name: 'gradient-penalty',
    settings: { weight },
    at: 'interpolated',
    of: (squaredNorms) => {
      const norms = tf.sqrt(tf.maximum(squaredNorms, least));
      const above = tf.sub(norms, 1);
      return {
        value: tf.mul(tf.mean(tf.square(above)), weight),
        gradient: tf.mul(tf.div(above, norms), weight / squaredNorms.size),
      };
    },
  };
};
