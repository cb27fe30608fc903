import { networkOf, random, type Decoder } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { shape, size } from './tiny.js';

/** Length of a latent code of the tiny decoder. */
export const latentSize = 5;

const weights = random(21).normals(latentSize * size, 0, 0.6);
const bias = random(22).normals(size, 0, 0.2);

/** What the tiny decoder makes of a code, in float64: x_i = tanh(b_i + Σ_k z_k w_ki). */
export const slowDecode = (z: ArrayLike<number>): number[] =>
  Array.from({ length: size }, (_, i) =>
    Math.tanh(Array.from(z).reduce((sum, value, k) => sum + value * weights[k * size + i], bias[i])),
  );

/** A decoder whose every number can be had by hand; its gradient comes from the tape. */
export const tinyDecoder = (): Decoder => ({
  latentSize,
  outputShape: shape,
  bounds: [-1, 1],
  decode: (z) =>
    tf.tidy(() => {
      const sums = tf.add(tf.matMul(z, tf.tensor2d(weights, [latentSize, size])), tf.tensor1d(bias));
      return tf.reshape(tf.tanh(sums), [-1, ...shape]);
    }),
});

/** The same as a model `[n, size]`, which the caller disposes of. */
export const tinyGenerator = (): LayersModel => {
  const model = sequential({
    layers: [layers.dense({ units: size, inputShape: [latentSize], activation: 'tanh' })],
  });
  const [kernel, offset] = [tf.tensor2d(weights, [latentSize, size]), tf.tensor1d(bias)];
  model.setWeights([kernel, offset]);
  tf.dispose([kernel, offset]);
  return model;
};

/** The decoder of a model, in another shape than the model gives. */
export const modelDecoder = (model: LayersModel): Decoder => ({
  latentSize,
  outputShape: shape,
  bounds: [-1, 1],
  network: networkOf(model),
  decode: (z) => tf.tidy(() => tf.reshape(model.apply(z) as tf.Tensor, [-1, ...shape])),
});
