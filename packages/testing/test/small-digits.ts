import { startBackend } from '@interp/backend';
import { classifier, type Classifier, type Decoder, type Density } from '@interp/core';
import { sampleDigits, type ImageSet } from '@interp/mnist';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';

/** A network that takes no time, and two digits. */
export interface SmallDigits {
  readonly net: Classifier;
  readonly x: tf.Tensor;
  readonly data: ImageSet;
}

/** Starts the backend and builds a network of one small convolution on 28 × 28 pixels. */
export const smallDigits = async (): Promise<SmallDigits> => {
  await startBackend('wasm');
  const model = sequential({
    layers: [
      layers.conv2d({ filters: 1, kernelSize: 5, strides: 4, inputShape: [28, 28, 1] }),
      layers.flatten(),
      layers.dense({ units: 10 }),
    ],
  });
  const data = sampleDigits();
  return { net: classifier(model), x: data.images([1, 2]), data };
};

/** Independent normal values of mean 0 and variance 1. */
export const expert: Density = {
  inputShape: [28, 28, 1],
  logDensity: (v) => tf.tidy(() => tf.mul(tf.sum(tf.square(v), [1, 2, 3]), -0.5)),
  gradLogDensity: (v) => tf.neg(v),
};

/** The hyperbolic tangent of the sum of both codes, in every pixel. */
export const decoder: Decoder = {
  latentSize: 2,
  outputShape: [28, 28, 1],
  bounds: [-1, 1],
  decode: (z) => tf.tidy(() => tf.reshape(tf.tanh(tf.matMul(z, tf.ones([2, 784]))), [-1, 28, 28, 1])),
};

/** Ends long work soon: what is taken may ask for more steps than a test has time for. */
export const soon = (): { readonly signal: AbortSignal } => ({ signal: AbortSignal.timeout(500) });
