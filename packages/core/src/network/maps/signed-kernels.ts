import * as tf from '@tensorflow/tfjs-core';

/**
 * Positive and negative weights side by side, so that one pass over an input without negative values gives both sums.
 *
 * @param kernel - `[..., in, out]`; borrowed
 * @returns `[..., in, 2 out]`
 */
export const signs = (kernel: tf.Tensor): tf.Tensor =>
  tf.concat([tf.relu(kernel), tf.minimum(kernel, 0)], kernel.rank - 1);

/**
 * The same for an input whose positive values and negative values are given apart, one after the other: positive products come of
 * values and weights of the same sign.
 *
 * @param kernel - `[..., in, out]`; borrowed
 * @returns `[..., 2 in, 2 out]`
 */
export const mixedSigns = (kernel: tf.Tensor): tf.Tensor => {
  const [plus, minus] = [tf.relu(kernel), tf.minimum(kernel, 0)];
  const last = kernel.rank - 1;
  return tf.concat([tf.concat([plus, minus], last), tf.concat([minus, plus], last)], last - 1);
};
