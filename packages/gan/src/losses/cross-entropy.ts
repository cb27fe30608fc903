import * as tf from '@tensorflow/tfjs-core';
import type { MeanLoss } from './loss.js';

/**
 * Mean binary cross-entropy of logits against one target, -mean(t log σ(l) + (1 - t) log(1 - σ(l))), from softplus: finite for any
 * logit.
 *
 * @param logits - `[n, 1]`
 * @param target - the probability wanted
 * @returns mean and derivative (σ(l) - t) / n
 */
export const crossEntropy = (logits: tf.Tensor2D, target: number): MeanLoss => {
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
