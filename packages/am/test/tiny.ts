import { classifier, random, type Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';

/** Shape of an input of the tiny classifier. */
export const shape = [3, 4, 1];
/** Values of an input. */
export const size = 12;
/** Classes. */
export const classes = 3;

const weights = random(7).normals(size * classes);

/** Logits of the tiny classifier in float64: l_k = Σ_i tanh(x_i) w_ik. */
export const slowLogits = (x: ArrayLike<number>): number[] =>
  Array.from({ length: classes }, (_, k) =>
    Array.from({ length: size }, (_, i) => Math.tanh(x[i]) * weights[i * classes + k]).reduce((a, b) => a + b),
  );

/** P(c|x) of the tiny classifier. */
export const slowProbability = (x: ArrayLike<number>, c: number): number => {
  const powers = slowLogits(x).map(Math.exp);
  return powers[c] / powers.reduce((a, b) => a + b);
};

/** A classifier whose every number can be had by hand. */
export const tiny = (bounds: readonly [number, number] = [-1, 1]): Classifier =>
  classifier((x) => tf.matMul(tf.tanh(tf.reshape(x, [-1, size])), tf.tensor2d(weights, [size, classes])), {
    inputShape: shape,
    classes,
    bounds,
  });

/** The gradient of a function of an input by central differences. */
export const slowGradient = (f: (x: Float64Array) => number, x: ArrayLike<number>): number[] =>
  Array.from({ length: x.length }, (_, i) => {
    const at = (by: number): number => f(Float64Array.from(x, (value, k) => (k === i ? value + by : value)));
    return (at(1e-5) - at(-1e-5)) / 2e-5;
  });

/** `tf.tidy` for work that returns an object with readonly fields, which its own type refuses. */
export const tidied = <T extends object>(work: () => T): T => tf.tidy(work as () => tf.TensorContainer) as T;

/** Runs work that must leave no tensor behind. */
export const leaving = async <T>(extra: number, work: () => Promise<T>): Promise<T> => {
  const before = tf.memory().numTensors;
  const result = await work();
  expect(tf.memory().numTensors - before).toBe(extra);
  return result;
};
