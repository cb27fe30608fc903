import type { Density } from '@interp/core';
import type { SafetensorsFile } from '@interp/files';
import * as tf from '@tensorflow/tfjs-core';
import { tensorOf } from '@interp/testing/goldens';

/** An expert over digits with ten images that it came with; `dispose` frees all. */
export interface GoldenExpert {
  readonly expert: Density;
  readonly images: tf.Tensor;
  readonly dispose: () => void;
}

/** The Gaussian RBM of a file, log p* = -Σ (v-b)²/2σ² + Σ softplus(c + Wᵀ(v/σ²)). */
export const goldenExpert = ({ tensors }: SafetensorsFile): GoldenExpert => {
  const take = (name: string): tf.Tensor => tensorOf(tensors.get(name)!);
  const [weights, bias, hiddenBias] = [take('W') as tf.Tensor2D, take('b_visible'), take('c_hidden')];
  const variance = tf.tidy(() => tf.square(take('sigma')));
  const images = tf.tidy(() => tf.reshape(tf.slice(take('v'), 0, 10), [10, 28, 28, 1]));
  const rows = (v: tf.Tensor): tf.Tensor2D => tf.reshape(v, [-1, 784]);
  const hidden = (v: tf.Tensor): tf.Tensor2D => tf.add(tf.matMul(tf.div(rows(v), variance), weights), hiddenBias);
  const expert: Density = {
    inputShape: [28, 28, 1],
    logDensity: (v) =>
      tf.tidy(() => {
        const distance = tf.sum(tf.div(tf.square(tf.sub(rows(v), bias)), tf.mul(variance, 2)), 1);
        const input = hidden(v);
        const softplus = tf.add(tf.relu(input), tf.log1p(tf.exp(tf.neg(tf.abs(input)))));
        return tf.sub<tf.Tensor1D>(tf.sum(softplus, 1), distance);
      }),
    gradLogDensity: (v) =>
      tf.tidy(() => {
        const means = tf.add(tf.matMul(tf.sigmoid(hidden(v)), weights, false, true), bias);
        return tf.reshape(tf.div(tf.sub(means, rows(v)), variance), v.shape);
      }),
  };
  return { expert, images, dispose: () => tf.dispose([weights, bias, hiddenBias, variance, images]) };
};
