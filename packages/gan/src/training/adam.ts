import * as tf from '@tensorflow/tfjs-core';

/** Numbers of Adam (Kingma & Ba 2015, algorithm 1). */
export interface AdamSettings {
  /** How much of the mean gradient is kept at each step. */
  readonly beta1: number;
  /** How much of the mean squared gradient is kept at each step. */
  readonly beta2: number;
}

const epsilon = 1e-8;

/** A step of Adam for one weight; the tensors belong to the `tf.tidy` around. */
export interface AdamStep {
  /** The weight, moved. */
  readonly value: tf.Tensor;
  /** The new running means of the gradient and of its square. */
  readonly slots: readonly [mean: tf.Tensor, square: tf.Tensor];
}

/**
 * One step of Adam for one weight, by the backend's own kernel where `@interp/backend` registered it.
 *
 * @param value - the weight; borrowed
 * @param gradient - the loss' derivative
 * @param slots - the running means
 * @param settings - how they run
 * @param rate - the learning rate
 * @param step - steps in all, including this one
 * @returns the moved weight and new running means
 */
export const adamStep = (
  value: tf.Tensor,
  gradient: tf.Tensor,
  [mean, square]: readonly [tf.Tensor, tf.Tensor],
  { beta1, beta2 }: AdamSettings,
  rate: number,
  step: number,
): AdamStep => {
  const root = Math.sqrt(1 - beta2 ** step);
  const scale = (rate * root) / (1 - beta1 ** step);
  if (tf.getKernel('AdamUpdate', tf.getBackend())) {
    const attributes = { beta1, beta2, scale, epsilon: epsilon * root };
    const [moved, newMean, newSquare] = tf
      .engine()
      .runKernel<tf.Tensor[]>('AdamUpdate', { gradient, mean, square, value }, attributes);
    return { value: moved, slots: [newMean, newSquare] };
  }
  const newMean = tf.add(tf.mul(mean, beta1), tf.mul(gradient, 1 - beta1));
  const newSquare = tf.add(tf.mul(square, beta2), tf.mul(tf.square(gradient), 1 - beta2));
  return {
    value: tf.sub(value, tf.div(tf.mul(newMean, scale), tf.add(tf.sqrt(newSquare), epsilon * root))),
    slots: [newMean, newSquare],
  };
};
