import * as tf from '@tensorflow/tfjs-core';

/**
 * Each gradient of a batch divided by its Euclidean norm; one of norm 0 stays 0.
 *
 * @param gradient - `[n, ...shape]`; borrowed
 * @returns a tensor of the same shape, which belongs to the caller
 */
export const unitGradient = (gradient: tf.Tensor): tf.Tensor =>
  tf.tidy(() => {
    const rows = tf.reshape(gradient, [gradient.shape[0], -1]);
    // By the largest entry first: the squares of a saturated softmax's gradient underflow in float32.
    const scaled = tf.divNoNan(rows, tf.max(tf.abs(rows), 1, true));
    const norm = tf.sqrt(tf.sum(tf.square(scaled), 1, true));
    return tf.reshape(tf.divNoNan(scaled, norm), gradient.shape);
  });
