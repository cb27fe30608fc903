import { random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';

/** Channels and stride of each pair of a depthwise and a pointwise convolution (Howard et al. 2017, table 1). */
const pairs = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  ...Array.from({ length: 5 }, () => [512, 1]),
  [1024, 2],
  [1024, 1],
];

const plain = { padding: /** @type {const} */ ('same'), useBias: false };
const normalised = () => [layers.batchNormalization({}), layers.reLU({ maxValue: 6 })];

/** Weights from a seed: kernels of variance 2 / fan-in, and a batch normalisation that has seen something. */
const seed = (model) => {
  const stream = random(1);
  tf.tidy(() => {
    for (const layer of model.layers) {
      const values = layer.weights.map(({ shape, name }) => {
        const size = shape.reduce((product, side) => product * side, 1);
        if (/variance|gamma/.test(name)) return tf.tensor(stream.uniforms(size, 0.5, 1.5), shape);
        const fanIn = layer.getClassName() === 'DepthwiseConv2D' ? shape[0] * shape[1] : size / (shape.at(-1) ?? 1);
        return tf.tensor(stream.normals(size, 0, shape.length > 1 ? Math.sqrt(2 / fanIn) : 0.1), shape);
      });
      if (values.length > 0) layer.setWeights(values);
    }
  });
  return model;
};

/**
 * A network as MobileNet is: depthwise and pointwise convolutions, batch normalisation, ReLU up to 6, ten classes; weights of a seed.
 *
 * @param {{ size: number, width: number }} options - side of the images in pixels, of three channels; share of MobileNet's channels
 * @returns {import('@tensorflow/tfjs-layers').LayersModel}
 */
export function mobileNet({ size, width }) {
  const first = layers.conv2d({
    inputShape: [size, size, 3],
    filters: 32 * width,
    kernelSize: 3,
    strides: 2,
    ...plain,
  });
  const rest = pairs.flatMap(([channels, strides]) => [
    layers.depthwiseConv2d({ kernelSize: 3, strides, ...plain }),
    ...normalised(),
    layers.conv2d({ filters: channels * width, kernelSize: 1, ...plain }),
    ...normalised(),
  ]);
  const last = [layers.globalAveragePooling2d({}), layers.dense({ units: 10 })];
  return seed(sequential({ layers: [first, ...normalised(), ...rest, ...last] }));
}

/** Multiplications of one image's way through a model's convolutions and dense layers. */
export const multiplications = (model) =>
  model.layers.reduce((sum, layer) => {
    const [kernel] = layer.weights.filter(({ shape }) => shape.length > 1);
    if (!kernel) return sum;
    const places = layer.outputShape.slice(1, -1).reduce((product, side) => product * side, 1);
    return sum + places * kernel.shape.reduce((product, side) => product * side, 1);
  }, 0);
