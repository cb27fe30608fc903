import * as tf from '@tensorflow/tfjs-core';
import type { Classifier } from '../contracts.js';

/**
 * A gradient that takes many images some at a time. Where a gradient starts may depend on the scores of all of them, so that these are
 * computed before, and once more with each part.
 *
 * @param most - images in one pass
 * @param logits - scores of any number of images
 * @param gradient - scores and gradient of as many images as go in one pass
 * @returns scores and gradient of any number of images, the same as in one pass
 */
export const gradientInParts =
  (most: number, logits: Classifier['logits'], gradient: Classifier['gradient']): Classifier['gradient'] =>
  (x, start) => {
    const n = x.shape[0];
    if (n <= most) return gradient(x, start);
    return tf.tidy(() => {
      const scores = logits(x);
      const seeds = start(scores);
      const parts: tf.Tensor[] = [];
      for (let from = 0; from < n; from += most) {
        const size = Math.min(most, n - from);
        const part = tf.tidy(
          () => gradient(tf.slice(x, from, size), () => tf.slice(seeds, [from, 0], [size, -1])).gradient,
        );
        parts.push(part);
      }
      return { logits: scores, gradient: tf.concat(parts) };
    });
  };
