import * as tf from '@tensorflow/tfjs-core';

/** Moves what a tensor holds along one axis, by -size to size places; what leaves at one end enters at the other. */
const rolled = (x: tf.Tensor, by: number, axis: number): tf.Tensor => {
  const size = x.shape[axis];
  const cut = (((-by % size) + size) % size) | 0;
  if (cut === 0) return tf.clone(x);
  return tf.concat(tf.split(x, [cut, size - cut], axis).reverse(), axis);
};

/**
 * Images moved down and to the right, around the border.
 *
 * @param images - `[n, height, width, channels]`; borrowed
 * @param down - pixels, negative for up
 * @param right - pixels, negative for left
 * @returns a tensor of the same shape, which belongs to the caller
 */
export const shifted = (images: tf.Tensor, down: number, right: number): tf.Tensor =>
  tf.tidy(() => rolled(rolled(images, down, 1), right, 2));
