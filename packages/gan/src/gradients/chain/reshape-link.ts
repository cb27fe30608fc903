import * as tf from '@tensorflow/tfjs-core';
import type { Link } from './link.js';

/** A change of the shape of each image. */
export const reshapeLink = (shape: readonly number[]): Link => {
  const reshaped = (x: tf.Tensor): tf.Tensor => tf.reshape(x, [x.shape[0], ...shape]);
  return { weights: [], forward: reshaped, back: (dy, x) => tf.reshape(dy, x.shape), push: reshaped };
};
