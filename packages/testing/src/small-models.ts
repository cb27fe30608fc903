import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { random } from '@interp/core';
import { branchingModels } from './branching-models.js';
import { layerModels } from './layer-models.js';

/** Small models, one for each class of layers and each option that changes what it computes. */
export interface SmallModel {
  /** What it is made of. */
  readonly name: string;
  /** Builds it, its weights those of TensorFlow.js' initialisers. */
  readonly build: () => LayersModel;
  /** How to check its gradient where TensorFlow.js' tape has none, or a wrong one (average pooling with same padding, upsampling). */
  readonly differences: 'none' | 'of a linear map' | 'small';
}

const linearWithoutTape = [
  'upsampling',
  'convolution, dilation',
  'convolution, dilation, same padding',
  'convolution over a row, dilation',
  'separable, multiplier, dilation',
  'average pooling, overlapping, same',
  'average pooling over a row',
  'batch normalisation first',
];
const withoutTape = ['batch normalisation after an activation', 'thresholded ReLU'];

/** All of them. */
export const smallModels: readonly SmallModel[] = [...layerModels, ...branchingModels].map(([name, build]) => ({
  name,
  build,
  differences: linearWithoutTape.includes(name) ? 'of a linear map' : withoutTape.includes(name) ? 'small' : 'none',
}));

/** Gives a model weights with a seed; variances are positive. */
export const randomise = (net: LayersModel, seed: number, spread = 0.6): LayersModel => {
  const stream = random(seed);
  const weights = net.weights.map(({ shape, name }) => {
    const size = shape.reduce<number>((a, b) => a * (b ?? 1), 1);
    const values = stream.normals(size, 0, spread);
    return tf.tensor(name.includes('variance') ? values.map((v) => v * v + 0.3) : values, shape as number[]);
  });
  net.setWeights(weights);
  tf.dispose(weights);
  return net;
};

/** A batch of inputs for a model, with a seed; uniform between the bounds. */
export const randomBatch = (net: LayersModel, n: number, seed: number, low = -1, high = 1): tf.Tensor => {
  const shape = net.inputs[0].shape.slice(1) as number[];
  const size = n * shape.reduce((a, b) => a * b, 1);
  return tf.tensor(random(seed).uniforms(size, low, high), [n, ...shape]);
};
