import { repeatable } from '@interp/training/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { GanLoss, MeanLoss } from './loss.js';
import { gradientPenalty, type GradientPenaltyOptions } from './penalties.js';

/** The mean of the logits times a sign. */
export const signedMean = (logits: tf.Tensor2D, sign: 1 | -1): MeanLoss => ({
  value: tf.mul(tf.mean<tf.Scalar>(logits), sign),
  gradient: tf.fill(logits.shape, sign / logits.size),
});

/**
 * The loss of WGAN-GP (Gulrajani et al. 2017): the discriminator maximises mean logit(real) - mean logit(generated), under {@link
 * gradientPenalty}; the generator maximises the latter mean. Its authors use five discriminator steps per generator
 * step, and Adam with β₁ = 0.
 *
 * @param options - the weight of the penalty
 * @returns the loss
 * @throws InterpError `bad-option` for a weight of 0 or less
 */
export const wganGp = (options: GradientPenaltyOptions = {}): GanLoss =>
  repeatable<GanLoss>({
    name: 'wgan-gp',
    settings: {},
    penalty: gradientPenalty(options),
    real: (logits) => signedMean(logits, -1),
    fake: (logits) => signedMean(logits, 1),
    generator: (logits) => signedMean(logits, -1),
  });
