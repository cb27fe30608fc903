import { isRepeatable, repeatable } from '@interp/training/internal';
import * as tf from '@tensorflow/tfjs-core';

/** A loss function: its value and, in closed form, its gradient with respect to the logits. */
export interface Loss {
  /** Its name; a checkpoint stores it and is refused with another loss. */
  readonly name: string;
  /**
   * The mean loss of a batch and its gradient.
   *
   * @param logits - scores, `[n, classes]`; borrowed
   * @param wanted - one-hot labels, `[n, classes]`; borrowed
   * @returns the mean over the batch and its derivative with respect to the logits; they belong to the caller
   */
  readonly of: (logits: tf.Tensor2D, wanted: tf.Tensor2D) => LossAndGradient;
  /** The same for a model whose classes have probabilities of their own, by a sigmoid each. Default `of`. */
  readonly ofEachClass?: Loss['of'];
}

/** A loss for a model whose classes have probabilities of their own. */
export const ofEachClass = (loss: Loss): Loss => {
  const ofEach = { ...loss, of: loss.ofEachClass ?? loss.of };
  return isRepeatable(loss) ? repeatable(ofEach) : ofEach;
};

/** A loss and its gradient; both tensors belong to the caller. */
export interface LossAndGradient {
  /** The mean over the batch. */
  readonly value: tf.Scalar;
  /** The derivative of that mean with respect to the logits, `[n, classes]`. */
  readonly gradient: tf.Tensor2D;
}

/** P - onehot of sigmoids, where P - 1 is computed as minus the sigmoid of the negative logit, so that nothing cancels near P = 1. */
const errorOfEach = (logits: tf.Tensor2D, wanted: tf.Tensor2D): tf.Tensor2D => {
  const missing = tf.mul(tf.sigmoid(tf.neg(logits)), wanted);
  return tf.sub(tf.mul(tf.sigmoid(logits), tf.sub(1, wanted)), missing);
};

/**
 * Cross-entropy, -mean log softmax(logits)[label], by log-sum-exp (the thesis' equation (1.3) is its binary form without the minus sign;
 * Nielsen 2015, chapter 3).
 * The gradient is P - onehot over n, where 1 - P of the right class is computed as the sum of the others, because the
 * difference loses precision near P = 1. Where each class has a probability of its own, it is the sum of their binary cross-entropies.
 */
export const crossEntropy: Loss = repeatable<Loss>({
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
  ofEachClass: (logits, wanted) =>
    tf.tidy(() => {
      // -log P of a wanted class is softplus(-z), -log(1 - P) of another one softplus(z).
      const towards = tf.mul(logits, tf.sub(1, tf.mul(wanted, 2)));
      const value: tf.Scalar = tf.mean(tf.sum(tf.softplus(towards), 1));
      const gradient: tf.Tensor2D = tf.div(errorOfEach(logits, wanted), logits.shape[0]);
      return { value, gradient };
    }),
});

/**
 * Mean squared error, the squared distance of the probabilities to the one-hot label, mean ‖P - onehot‖² (the thesis' equation (1.2)). With e = P - onehot
 * the gradient with respect to the logits is 2 P (e - Σ e P) / n.
 */
export const meanSquaredError: Loss = repeatable<Loss>({
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
  ofEachClass: (logits, wanted) =>
    tf.tidy(() => {
      const error = errorOfEach(logits, wanted);
      const value: tf.Scalar = tf.mean(tf.sum(tf.square(error), 1));
      const slope = tf.mul(tf.sigmoid(logits), tf.sigmoid(tf.neg(logits)));
      const gradient: tf.Tensor2D = tf.mul(tf.mul(error, slope), 2 / logits.shape[0]);
      return { value, gradient };
    }),
});

/**
 * One-hot rows, or rows with a 1 for each of several labels. (The operation of TensorFlow.js 4.22 writes integers into a float32 tensor on wasm.)
 *
 * @param labels - a class or a list of classes a row, each below `classes`
 * @param classes - how many there are
 * @returns float32 `[n, classes]`, which belongs to the caller
 */
export const oneHot = (labels: ArrayLike<number | readonly number[]>, classes: number): tf.Tensor2D => {
  const values = new Float32Array(labels.length * classes);
  for (let i = 0; i < labels.length; i++) for (const label of [labels[i]].flat()) values[i * classes + label] = 1;
  return tf.tensor2d(values, [labels.length, classes]);
};
