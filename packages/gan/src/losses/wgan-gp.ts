import { checkedOptions } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { gradientPenalty } from './gradient-penalty.js';
import type { GanLoss, MeanLoss } from './loss.js';

/** The mean of the logits times a sign. */
export const signedMean = (logits: tf.Tensor2D, sign: 1 | -1): MeanLoss => ({
  value: tf.mul(tf.mean<tf.Scalar>(logits), sign),
  gradient: tf.fill(logits.shape, sign / logits.size),
});

/**
 * The loss of WGAN-GP (Gulrajani et al. 2017): the discriminator maximises mean logit(real) - mean logit(generated), kept from being
 * steep by {@link gradientPenalty}; the generator maximises the latter mean. Its authors take five discriminator steps for one of the
 * generator, and Adam with β₁ = 0.
 *
 * @param options - `weight` of the penalty. Default 10
 * @returns the loss
 * @throws InterpError `bad-option` for a weight of 0 or less
 */
export const wganGp = (options: { readonly weight?: number } = {}): GanLoss => {
  const { weight = 10 } = checkedOptions(options);
  return {
    name: 'wgan-gp',
    settings: {},
    penalty: gradientPenalty({ weight }),
    real: (logits) => signedMean(logits, -1),
    fake: (logits) => signedMean(logits, 1),
    generator: (logits) => signedMean(logits, -1),
  };
};
