import * as tf from '@tensorflow/tfjs-core';
import type { Loss } from './loss.js';

/**
 * Cross-entropy, -mean log softmax(logits)[label], by log-sum-exp (the thesis' (1.3) is its binary form without the minus sign).
 * The gradient is P - onehot over n, where 1 - P of the right class is the sum of the others: the difference would lose all its
 * digits once the network is sure.
 */
export const crossEntropy: Loss = {
  name: 'cross-entropy',
  of: (logits, wanted) =>
    tf.tidy(() => {
      const shifted = tf.sub(logits, tf.max(logits, 1, true));
      const exponentials = tf.exp(shifted);
      const sum = tf.sum(exponentials, 1, true);
      const n = logits.shape[0];
      const value: tf.Scalar = tf.mean(tf.sub(tf.log(sum), tf.sum(tf.mul(shifted, wanted), 1, true)));
      const others = tf.mul(tf.div(exponentials, tf.mul(sum, n)), tf.sub(1, wanted));
      const gradient: tf.Tensor2D = tf.sub(others, tf.mul(wanted, tf.sum(others, 1, true)));
      return { value, gradient };
    }),
};
