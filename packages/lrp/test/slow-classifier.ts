import { classifier, random, type Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';

/** Shape of an input of the slow classifier. */
export const shape = [3, 4, 2];
/** Values of an input. */
export const size = 24;
/** Classes. */
export const classes = 3;

const weights = random(7).normals(size * classes);

/** Logits in float64: l_k = Σ_i tanh(x_i) w_ik. */
const slowLogits = (x: ArrayLike<number>): number[] =>
  Array.from({ length: classes }, (_, k) =>
    Array.from({ length: size }, (_unused, i) => Math.tanh(x[i]) * weights[i * classes + k]).reduce((a, b) => a + b),
  );

const probability = (x: ArrayLike<number>, c: number): number => {
  const powers = slowLogits(x).map(Math.exp);
  return powers[c] / powers.reduce((a, b) => a + b);
};

/** Scores in float64. */
export const slowScore = {
  logit: (x: ArrayLike<number>, c: number): number => slowLogits(x)[c],
  one: (x: ArrayLike<number>, c: number): number => slowLogits(x)[c],
  probability,
  'log-probability': (x: ArrayLike<number>, c: number): number => Math.log(probability(x, c)),
} as const;

/** The class of the largest logit. */
export const slowClass = (x: ArrayLike<number>): number => {
  const logits = slowLogits(x);
  return logits.indexOf(Math.max(...logits));
};

/** The gradient of a function of an input by central differences. */
export const slowGradient = (f: (x: Float64Array) => number, x: ArrayLike<number>): number[] =>
  Array.from({ length: x.length }, (_, i) => {
    const at = (by: number): number => f(Float64Array.from(x, (value, k) => (k === i ? value + by : value)));
    return (at(1e-5) - at(-1e-5)) / 2e-5;
  });

/** A classifier whose every number can be had by hand. */
export const slowClassifier = (): Classifier =>
  classifier((x) => tf.matMul(tf.tanh(tf.reshape(x, [-1, size])), tf.tensor2d(weights, [size, classes])), {
    inputShape: shape,
    classes,
    bounds: [-1, 1],
  });

/** Images for it, flat. */
export const slowImages = (n: number): Float32Array[] => {
  const stream = random(3);
  return Array.from({ length: n }, () => stream.uniforms(size, -1, 1));
};

/** Images as a batch. */
export const batchOf = (images: readonly Float32Array[]): tf.Tensor =>
  tf.tidy(() => tf.stack(images.map((image) => tf.tensor(image, shape))));
