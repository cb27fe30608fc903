import { random, type Density } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { shape, size } from './tiny.js';

const [mean, weight] = [random(11).uniforms(size, -0.5, 0.5), random(12).normals(size, 0, 0.3)];
const variance = 0.09;

/** log p* of an expert with one hidden unit in float64: -‖x - b‖²/2σ² + softplus(0.2 + xᵀw/σ²). */
export const slowDensity = (x: ArrayLike<number>): number => {
  const values = Array.from(x);
  const distance = values.reduce((sum, value, i) => sum + (value - mean[i]) ** 2, 0);
  const input = values.reduce((sum, value, i) => sum + (value * weight[i]) / variance, 0.2);
  return -distance / (2 * variance) + Math.log1p(Math.exp(input));
};

/** An expert whose every number can be had by hand. */
export const tinyExpert = (inputShape: readonly number[] = shape): Density => {
  const hidden = (x: tf.Tensor2D): tf.Tensor2D =>
    tf.add(tf.div(tf.matMul(x, tf.tensor2d(weight, [size, 1])), variance), 0.2);
  const rows = (v: tf.Tensor): tf.Tensor2D => tf.reshape(v, [-1, size]);
  return {
    inputShape,
    logDensity: (v) =>
      tf.tidy(() => {
        const distance = tf.sum(tf.square(tf.sub(rows(v), tf.tensor1d(mean))), 1);
        return tf.sub<tf.Tensor1D>(tf.squeeze(tf.softplus(hidden(rows(v))), [1]), tf.div(distance, 2 * variance));
      }),
    gradLogDensity: (v) =>
      tf.tidy(() => {
        const pull = tf.matMul(tf.sigmoid(hidden(rows(v))), tf.tensor2d(weight, [1, size]));
        return tf.reshape(tf.div(tf.add(tf.sub(tf.tensor1d(mean), rows(v)), pull), variance), v.shape);
      }),
  };
};
