import * as tf from '@tensorflow/tfjs-core';
import type { Loss } from './loss.js';

/**
 * The squared distance of the probabilities to the one-hot label, mean ‖P - onehot‖² (the thesis' (1.2)). With e = P - onehot
 * the gradient with respect to the logits is 2 P (e - Σ e P) / n.
 */
export const meanSquaredError: Loss = {
  name: 'mean-squared-error',
  of: (logits, wanted) =>
    tf.tidy(() => {
      const probabilities = tf.softmax(logits);
      const others = tf.mul(probabilities, tf.sub(1, wanted));
      const error = tf.sub(others, tf.mul(wanted, tf.sum(others, 1, true)));
      const value: tf.Scalar = tf.mean(tf.sum(tf.square(error), 1));
      const centred = tf.sub(error, tf.sum(tf.mul(error, probabilities), 1, true));
      const gradient: tf.Tensor2D = tf.mul(tf.mul(probabilities, centred), 2 / logits.shape[0]);
      return { value, gradient };
    }),
};
