import { repeatable } from '@interp/training/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { GanLoss, MeanLoss } from './loss.js';
import { r1 } from './penalties.js';
import { signedMean } from './wgan-gp.js';

/** mean max(0, 1 + sign · logit). */
const hinged = (logits: tf.Tensor2D, sign: 1 | -1): MeanLoss => {
  const beyond = tf.relu(tf.add(tf.mul(logits, sign), 1));
  return { value: tf.mean<tf.Scalar>(beyond), gradient: tf.mul(tf.step(beyond), sign / logits.size) };
};

/**
 * The hinge loss (Lim & Ye 2017; Miyato et al. 2018): the discriminator minimises mean max(0, 1 - logit(real)) + mean max(0, 1 +
 * logit(generated)), the generator -mean logit(generated). Its default penalty is R1.
 *
 * @returns the loss
 */
export const hinge = (): GanLoss =>
  repeatable<GanLoss>({
    name: 'hinge',
    settings: {},
    penalty: r1(),
    real: (logits) => hinged(logits, -1),
    fake: (logits) => hinged(logits, 1),
    generator: (logits) => signedMean(logits, -1),
  });
