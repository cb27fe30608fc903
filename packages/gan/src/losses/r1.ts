import { checkedOptions, checkNumber } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { GradientPenalty } from './penalty.js';

/**
 * The R1 penalty: ½γ E‖∇ₓ logit(x)‖² at real images (Mescheder, Geiger & Nowozin 2018, equation 9). Where generated and real images lie
 * close it keeps the discriminator from pushing on; without it the thesis' small networks leave out whole digits.
 *
 * @param options - `gamma`, its weight. Default 2: on MNIST with the thesis' networks every digit is covered from 1 to 5
 * @returns the penalty
 * @throws InterpError `bad-option` for a weight of 0 or less
 */
export const r1 = (options: { readonly gamma?: number } = {}): GradientPenalty => {
  const { gamma = 2 } = checkedOptions(options);
  checkNumber('gamma', gamma, { above: 0 });
  return {
    name: 'r1',
    settings: { gamma },
    at: 'real',
    of: (squaredNorms) => ({
      value: tf.mul(tf.mean(squaredNorms), gamma / 2),
      gradient: tf.fill(squaredNorms.shape, gamma / 2 / squaredNorms.size),
    }),
  };
};
