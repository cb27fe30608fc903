import type { AdversarialTraining } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';

const logProbabilities = (logits: tf.Tensor2D): tf.Tensor2D => {
  const shifted = tf.sub(logits, tf.max(logits, 1, true));
  return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
};

/**
 * The loss of TRADES, mean of -log P(y|x) + β Σ_k P_k (log P_k - log Q_k), P the probabilities of the image and Q those of its
 * example, and its derivative in closed form: by Q's logits β (Q - P), by P's logits P - onehot + β P (log P - log Q - KL), each over n.
 * Zhang et al. 2019, equation 5; both terms are differentiated, as in their code.
 *
 * @param beta - weight of the divergence
 * @returns the loss of logits `[2n, classes]`, images first, and one-hot labels `[n, classes]`
 */
export const tradesLoss =
  (beta: number): NonNullable<AdversarialTraining['loss']> =>
  (logits, wanted) =>
    tf.tidy(() => {
      const n = wanted.shape[0];
      const [clean, adversarial] = tf.split(logits, 2) as [tf.Tensor2D, tf.Tensor2D];
      const [logP, logQ] = [logProbabilities(clean), logProbabilities(adversarial)];
      const [p, q] = [tf.exp(logP), tf.exp(logQ)];
      const ratio = tf.sub(logP, logQ);
      const divergence = tf.sum(tf.mul(p, ratio), 1, true);
      const crossEntropy = tf.neg(tf.sum(tf.mul(wanted, logP), 1, true));
      const value: tf.Scalar = tf.mean(tf.add(crossEntropy, tf.mul(divergence, beta)));
      const others = tf.mul(p, tf.sub(1, wanted));
      const right = tf.sub(others, tf.mul(wanted, tf.sum(others, 1, true)));
      const byClean = tf.add(right, tf.mul(tf.mul(p, tf.sub(ratio, divergence)), beta));
      const byAdversarial = tf.mul(tf.sub(q, p), beta);
      const gradient: tf.Tensor2D = tf.div(tf.concat([byClean, byAdversarial]), n);
      return { value, gradient };
    });
