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
  /** @typedef {import('@tensorflow/tfjs-layers').SymbolicTensor} SymbolicTensor */
  /** @type {(layer: { apply(x: any): any }, ...x: SymbolicTensor[]) => SymbolicTensor} */
  const applied = (layer, ...x) => layer.apply(x.length === 1 ? x[0] : x);
  const around = (x) => applied(layers.zeroPadding2d({ padding: 1 }), x);
  const relu6 = (x) => applied(layers.reLU({ maxValue: 6 }), x);
  const pointwise = (x, filters) => applied(layers.conv2d({ filters, kernelSize: 1 }), x);
  const depthwise = (x, strides) => applied(layers.depthwiseConv2d({ kernelSize: 3, strides }), around(x));
  const image = input({ shape: [size, size, 3] });
  let x = relu6(applied(layers.conv2d({ filters: 32, kernelSize: 3, strides: 2 }), around(image)));
  for (const [expansion, channels, repeats, first] of groups)
    for (let i = 0; i < repeats; i++) {
      const before = x;
      if (expansion > 1) x = relu6(pointwise(x, expansion * (before.shape[3] ?? 0)));
      x = pointwise(relu6(depthwise(x, i === 0 ? first : 1)), channels);
      if (i > 0) x = applied(layers.add(), before, x);
    }
  const features = applied(layers.globalAveragePooling2d({}), relu6(pointwise(x, 1280)));
  return seed(model({ inputs: image, outputs: applied(layers.dense({ units: 1000 }), features) }));
}
