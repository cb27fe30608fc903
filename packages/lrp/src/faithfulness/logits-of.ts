import type { Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * The logits of any number of images, some at a time.
 *
 * @param classifier - gives them
 * @param x - `[n, ...inputShape]`; borrowed
 * @param batchSize - images in one pass
 * @returns `[n, classes]`, the caller's
 */
export const logitsOf = (classifier: Classifier, x: tf.Tensor, batchSize: number): tf.Tensor2D =>
  tf.tidy(() => {
    const parts: tf.Tensor2D[] = [];
    for (let from = 0; from < x.shape[0]; from += batchSize)
      parts.push(tf.tidy(() => classifier.logits(tf.slice(x, from, Math.min(batchSize, x.shape[0] - from)))));
    return tf.concat(parts);
  });
