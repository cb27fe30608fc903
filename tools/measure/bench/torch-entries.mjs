import { float32Entry } from '@interp/files';
import * as tf from '@tensorflow/tfjs-core';

/** The axes of a kernel in the order that PyTorch has them in; one of shape `[h, w, channels, 1]` is depthwise. */
const torchAxes = ({ rank, shape }) => {
  if (rank === 2) return [1, 0];
  return shape[3] === 1 && shape[0] > 1 ? [2, 3, 0, 1] : [3, 2, 0, 1];
};

/**
 * Kernels and biases of a model's layers as PyTorch lays them out.
 *
 * @param {import('@tensorflow/tfjs-layers').LayersModel} model - whose layers have a kernel and a bias each, or nothing
 * @param {(i: number) => string} nameOf - the name of the module for the layer `i` of those that have weights
 * @returns {[string, import('@interp/files').SafetensorsEntry][]} `NAME.weight` and `NAME.bias` of each
 */
export const torchEntries = (model, nameOf) =>
  model.layers
    .filter(({ weights }) => weights.length > 0)
    .flatMap(({ weights }, i) => {
      const [kernel, bias] = weights.map((weight) => weight.read());
      const turned = tf.transpose(kernel, torchAxes(kernel));
      /** @type {[string, import('@interp/files').SafetensorsEntry][]} */
      const entries = [
        [`${nameOf(i)}.weight`, float32Entry(turned.shape, turned.dataSync())],
        [`${nameOf(i)}.bias`, float32Entry(bias.shape, bias.dataSync())],
      ];
      turned.dispose();
      return entries;
    });
