import { classifier, random, type Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';

/** Values of an input. */
export const size = 6;
/** Classes. */
const classes = 3;

const weights = random(3).normals(size * classes, 0, 1.2);

/** Logits of the tiny classifier in float64: l_k = Σ_i tanh(x_i) w_ik. */
export const slowLogits = (x: ArrayLike<number>): number[] =>
  Array.from({ length: classes }, (_, k) =>
    Array.from({ length: size }, (_, i) => Math.tanh(x[i]) * weights[i * classes + k]).reduce((a, b) => a + b),
  );

/** The gradient of a logit: (1 - tanh² x_i) w_ik. */
export const slowGradient = (x: ArrayLike<number>, k: number): number[] =>
  Array.from({ length: size }, (_, i) => (1 - Math.tanh(x[i]) ** 2) * weights[i * classes + k]);

/** The class of the largest logit. */
export const slowClass = (x: ArrayLike<number>): number => {
  const l = slowLogits(x);
  return l.indexOf(Math.max(...l));
};

/** The gradient of -log softmax(l)_c. */
export const slowLossGradient = (x: ArrayLike<number>, c: number): number[] => {
  const powers = slowLogits(x).map(Math.exp);
  const sum = powers.reduce((a, b) => a + b);
  const gradients = powers.map((_, k) => slowGradient(x, k));
  return Array.from({ length: size }, (_, i) =>
    powers.reduce((total, power, k) => total + (power / sum - (k === c ? 1 : 0)) * gradients[k][i], 0),
  );
};

/** A classifier whose every number can be had by hand. */
export const tiny = (bounds: readonly [number, number] = [-1, 1]): Classifier =>
  classifier((x) => tf.matMul(tf.tanh(x as tf.Tensor2D), tf.tensor2d(weights, [size, classes])), {
    inputShape: [size],
    classes,
    bounds,
  });

/** Images well within the bounds. */
export const images = (n: number, seed = 1): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from(random(seed + i).uniforms(size, -0.9, 0.9)));

/** Runs work that must leave so many tensors behind and none else. */
export const leaving = async <T>(extra: number, work: () => Promise<T>): Promise<T> => {
  const before = tf.memory().numTensors;
  const result = await work();
  expect(tf.memory().numTensors - before).toBe(extra);
  return result;
};
