import type { Classifier, Random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';

/** Shifts a tensor cyclically along one axis, by -size to size. */
const roll = (x: tf.Tensor, by: number, axis: number): tf.Tensor => {
  const size = x.shape[axis];
  const cut = (((-by % size) + size) % size) | 0;
  if (cut === 0) return tf.clone(x);
  return tf.concat(tf.split(x, [cut, size - cut], axis).reverse(), axis);
};

/**
 * Images shifted cyclically down and to the right.
 *
 * @param images - `[n, height, width, channels]`; borrowed
 * @param down - pixels, negative for up
 * @param right - pixels, negative for left
 * @returns a tensor of the same shape, which belongs to the caller
 */
export const shifted = (images: tf.Tensor, down: number, right: number): tf.Tensor =>
  tf.tidy(() => roll(roll(images, down, 1), right, 2));

/**
 * A classifier whose scores are those of the images, and whose gradient is that at a copy shifted randomly by up to `most` pixels on
 * each call. An ascent on it gives images that do not depend on the exact position of their parts.
 */
export const jitteredGradient = (classifier: Classifier, most: number, stream: Random): Classifier['gradient'] => {
  const shift = (): number => stream.integer(2 * most + 1) - most;
  return (points, start) => {
    const [down, right] = [shift(), shift()];
    const { logits, gradient } = classifier.gradient(shifted(points, down, right), start);
    logits.dispose();
    return { logits: classifier.logits(points), gradient: shifted(gradient, -down, -right) };
  };
};
