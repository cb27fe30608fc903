import * as tf from '@tensorflow/tfjs-core';
import type { Window } from '../maps/conv-geometry.js';
import { biasOf, column, type Expand, onImages, ownActivation, paddingOf, pair } from './layer-options.js';
import { computedWeight, type LayerReading } from './layer-reading.js';
import { convolution, depthwise } from './linear-operators.js';
import { asImage, asRow } from './reshaping-operators.js';

const windowOf = (layer: LayerReading): Window => ({
  strides: pair(layer.config.strides),
  dilations: pair(layer.config.dilationRate),
  padding: paddingOf(layer),
});

/**
 * A convolution over `[n, w, c]`, as one over images of one column.
 *
 * @param layer - the layer
 * @returns its steps
 */
export const conv1d: Expand = (layer) => {
  const filter = layer.weight(0);
  const window: Window = {
    strides: column(layer.config.strides),
    dilations: column(layer.config.dilationRate),
    padding: paddingOf(layer),
  };
  const image = computedWeight(layer.store, `${filter.key} image`, [filter], () => tf.expandDims(filter.read(), 1));
  const step = convolution(layer.store, image, window, column(layer.config.kernelSize), biasOf(layer, 1));
  return [asImage, step, asRow, ...ownActivation(layer)];
};

/**
 * A convolution over images. TensorFlow.js itself knows none in groups and refuses the weights of one.
 *
 * @param layer - the layer
 * @returns its steps
 */
export const conv2d: Expand = onImages((layer) => {
  const size = pair(layer.config.kernelSize);
  const step = convolution(layer.store, layer.weight(0), windowOf(layer), size, biasOf(layer, 1));
  return [step, ...ownActivation(layer)];
});

/**
 * A depthwise convolution over images. TensorFlow.js gives it no dilation, whatever the layer's configuration says.
 *
 * @param layer - the layer
 * @returns its steps
 */
export const depthwiseConv2d: Expand = onImages((layer) => {
  const window: Window = { ...windowOf(layer), dilations: [1, 1] };
  const size = pair(layer.config.kernelSize);
  return [depthwise(layer.store, layer.weight(0), window, size, biasOf(layer, 1)), ...ownActivation(layer)];
});

/**
 * A depthwise convolution and one of 1×1 after it.
 *
 * @param layer - the layer
 * @returns its steps
 */
export const separableConv2d: Expand = onImages((layer) => {
  const each: Window = { strides: [1, 1], dilations: [1, 1], padding: 'valid' };
  return [
    depthwise(layer.store, layer.weight(0), windowOf(layer), pair(layer.config.kernelSize)),
    convolution(layer.store, layer.weight(1), each, [1, 1], biasOf(layer, 2)),
    ...ownActivation(layer),
  ];
});
