import * as tf from '@tensorflow/tfjs-core';
import type { GanLoss } from './loss.js';
import { probabilistic, type SmoothingOptions } from './non-saturating.js';

/**
 * The loss as the thesis prints it (section 2.2.3): the generator minimises mean(1 - D(G(z))). Its derivative, -D(1 - D), vanishes
 * where the discriminator is sure either way. The penalty that goes with it is R1.
 *
 * @param options - label smoothing
 * @returns the loss
 * @throws InterpError `bad-option` for a smoothing out of range
 */
export const thesisLoss = (options: SmoothingOptions = {}): GanLoss => ({
  ...probabilistic(options),
  name: 'thesis',
  generator: (logits) => {
    const fake = tf.sigmoid(tf.neg(logits));
    return {
      value: tf.mean<tf.Scalar>(fake),
      gradient: tf.mul(tf.mul(fake, tf.sigmoid(logits)), -1 / logits.size),
    };
  },
});
