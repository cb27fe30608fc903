import { random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model } from '@tensorflow/tfjs-layers';

/** Expansion, channels, repeats and stride of each group of blocks (Sandler et al. 2018, table 2). */
const groups = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
];

/** Weights from a seed, of variance 2 / fan-in, so that values neither vanish nor explode on their way. */
const seed = (network) => {
  const stream = random(1);
  tf.tidy(() => {
    for (const layer of network.layers) {
      const values = layer.weights.map(({ shape }) => {
        const size = shape.reduce((product, side) => product * side, 1);
        const fanIn = layer.getClassName() === 'DepthwiseConv2D' ? shape[0] * shape[1] : size / (shape.at(-1) ?? 1);
        return tf.tensor(stream.normals(size, 0, shape.length > 1 ? Math.sqrt(2 / fanIn) : 0.1), shape);
      });
      if (values.length > 0) layer.setWeights(values);
    }
  });
  return network;
};

/**
 * MobileNetV2 with batch normalisation folded into its convolutions, for images of three channels; weights of a seed.
 *
 * @param {number} size - side of the images in pixels, a multiple of 32
 * @returns {import('@tensorflow/tfjs-layers').LayersModel}
 */
export function mobileNetV2(size) {
  const around = (x) => layers.zeroPadding2d({ padding: 1 }).apply(x);
  const relu6 = (x) => layers.reLU({ maxValue: 6 }).apply(x);
  const pointwise = (x, filters) => layers.conv2d({ filters, kernelSize: 1 }).apply(x);
  const depthwise = (x, strides) => layers.depthwiseConv2d({ kernelSize: 3, strides }).apply(around(x));
  const image = input({ shape: [size, size, 3] });
  let x = relu6(layers.conv2d({ filters: 32, kernelSize: 3, strides: 2 }).apply(around(image)));
  for (const [expansion, channels, repeats, first] of groups)
    for (let i = 0; i < repeats; i++) {
      const before = x;
      if (expansion > 1) x = relu6(pointwise(x, expansion * before.shape[3]));
      x = pointwise(relu6(depthwise(x, i === 0 ? first : 1)), channels);
      if (i > 0) x = layers.add().apply([before, x]);
    }
  const features = layers.globalAveragePooling2d({}).apply(relu6(pointwise(x, 1280)));
  return seed(model({ inputs: image, outputs: layers.dense({ units: 1000 }).apply(features) }));
}
