import * as tf from '@tensorflow/tfjs-core';
import type { Regulariser } from '../ascent/objective-function.js';

/** Smooths the absolute value at 0; far less than one of 256 grey levels. */
const rounding = 1e-3;

/** A border of zeros above and below, left and right. */
const padded = (images: tf.Tensor4D, vertical: [number, number], horizontal: [number, number]): tf.Tensor4D =>
  tf.pad4d(images, [[0, 0], vertical, horizontal, [0, 0]]);

const cut = (images: tf.Tensor4D, top: number, left: number, height: number, width: number): tf.Tensor4D =>
  tf.slice4d(images, [0, top, left, 0], [images.shape[0], height, width, images.shape[3]]);

/** Differences to the pixel below and to the one on the right, 0 in the last row and column. */
const differences = (images: tf.Tensor4D): readonly [tf.Tensor4D, tf.Tensor4D] => {
  const [, height, width] = images.shape;
  const down = tf.sub<tf.Tensor4D>(cut(images, 1, 0, height - 1, width), cut(images, 0, 0, height - 1, width));
  const right = tf.sub<tf.Tensor4D>(cut(images, 0, 1, height, width - 1), cut(images, 0, 0, height, width - 1));
  return [padded(down, [0, 1], [0, 0]), padded(right, [0, 0], [0, 1])];
};

/**
 * The gradient of minus the weighted total variation, Σ √(δ↓² + δ→²) over pixels and channels, which favours uniform areas
 * with short borders (Rudin, Osher & Fatemi 1992; for prototypes Mahendran & Vedaldi 2015).
 *
 * @param weight - per unit of contrast and pixel of border
 * @returns the regulariser; it takes images `[n, height, width, channels]`
 */
export const totalVariation =
  (weight: number): Regulariser =>
  (points) => {
    const [down, right] = differences(points as tf.Tensor4D);
    const [, height, width] = down.shape;
    const length = tf.sqrt(tf.add(tf.add(tf.square(down), tf.square(right)), rounding ** 2));
    const [pullDown, pullRight] = [tf.div<tf.Tensor4D>(down, length), tf.div<tf.Tensor4D>(right, length)];
    const fromAbove = padded(cut(pullDown, 0, 0, height - 1, width), [1, 0], [0, 0]);
    const fromLeft = padded(cut(pullRight, 0, 0, height, width - 1), [0, 0], [1, 0]);
    return tf.mul(tf.sub(tf.add(pullDown, pullRight), tf.add(fromAbove, fromLeft)), weight);
  };
