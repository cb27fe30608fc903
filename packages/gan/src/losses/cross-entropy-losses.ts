import { number, optionsTable } from '@interp/checks';
import { repeatable } from '@interp/training/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { GanLoss, MeanLoss } from './loss.js';
import { r1 } from './penalties.js';

/** Options of the cross-entropy losses. */
export interface SmoothingOptions {
  /** One-sided label smoothing: real images have the target 1 - smoothing (Salimans et al. 2016), from 0 to below 0.5. Default 0. */
  readonly smoothing?: number;
}

/** Checks and defaults of {@link SmoothingOptions}. */
export const smoothingOptions = optionsTable<SmoothingOptions>()({
  smoothing: number({ min: 0, max: 0.49, default: 0 }),
});

/** The mean binary cross-entropy of logits `[n, 1]` against one target, from softplus, so that it is finite for any logit. */
const crossEntropy = (logits: tf.Tensor2D, target: number): MeanLoss => {
  const n = logits.size;
  const ofOne = tf.mean<tf.Scalar>(tf.softplus(tf.neg(logits)));
  const value =
    target === 1
      ? ofOne
      : target === 0
        ? tf.mean<tf.Scalar>(tf.softplus(logits))
        : tf.add<tf.Scalar>(tf.mul(ofOne, target), tf.mul(tf.mean(tf.softplus(logits)), 1 - target));
  const gradient: tf.Tensor2D =
    target === 1 ? tf.mul(tf.sigmoid(tf.neg(logits)), -1 / n) : tf.div(tf.sub(tf.sigmoid(logits), target), n);
  return { value, gradient };
};

/** The discriminator's loss, shared by all of them. */
const crossEntropyLoss = (options: SmoothingOptions): Omit<GanLoss, 'name' | 'generator'> => {
  const { smoothing } = smoothingOptions.withDefaults(options);
  return {
    settings: { smoothing },
    penalty: r1(),
    real: (logits) => crossEntropy(logits, 1 - smoothing),
    fake: (logits) => crossEntropy(logits, 0),
  };
};

/**
 * The non-saturating loss (Goodfellow et al. 2014, section 3): the discriminator minimises its binary cross-entropy, the generator
 * -mean log D(G(z)), whose derivative does not vanish where the discriminator is sure. Its default penalty is {@link r1}.
 *
 * @param options - label smoothing
 * @returns the loss
 * @throws InterpError `bad-option` for a smoothing out of range
 */
export const nonSaturating = (options: SmoothingOptions = {}): GanLoss =>
  repeatable<GanLoss>({
    ...crossEntropyLoss(options),
    name: 'non-saturating',
    generator: (logits) => crossEntropy(logits, 1),
  });

/**
 * The minimax loss (Goodfellow et al. 2014, equation 1): the generator minimises mean log(1 - D(G(z))), which saturates as soon as
 * the discriminator is sure. Its default penalty is {@link r1}.
 *
 * @param options - label smoothing
 * @returns the loss
 * @throws InterpError `bad-option` for a smoothing out of range
 */
export const minimax = (options: SmoothingOptions = {}): GanLoss =>
  repeatable<GanLoss>({
    ...crossEntropyLoss(options),
    name: 'minimax',
    generator: (logits) => ({
      value: tf.neg(tf.mean<tf.Scalar>(tf.softplus(logits))),
      gradient: tf.mul(tf.sigmoid(logits), -1 / logits.size),
    }),
  });

/**
 * The loss as the thesis prints it (section 2.2.3): the generator minimises mean(1 - D(G(z))). Its derivative, -D(1 - D), vanishes
 * where the discriminator is sure either way. Its default penalty is {@link r1}.
 *
 * @param options - label smoothing
 * @returns the loss
 * @throws InterpError `bad-option` for a smoothing out of range
 */
export const thesisLoss = (options: SmoothingOptions = {}): GanLoss =>
  repeatable<GanLoss>({
    ...crossEntropyLoss(options),
    name: 'thesis',
    generator: (logits) => {
      const fake = tf.sigmoid(tf.neg(logits));
      return {
        value: tf.mean<tf.Scalar>(fake),
        gradient: tf.mul(tf.mul(fake, tf.sigmoid(logits)), -1 / logits.size),
      };
    },
  });
