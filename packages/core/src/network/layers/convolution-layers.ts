import * as tf from '@tensorflow/tfjs-core';
import type { Padding, Window } from '../maps/conv-geometry.js';
import {
  biasOf,
  column,
  type LayerLowering,
  onImages,
  ownActivation,
  paddingOf,
  pair,
  windowed,
} from './layer-options.js';
import { computedWeight, type LayerReading } from './layer-reading.js';
import type { Operator } from '../steps.js';
import { convolutionPass, transposedConvolution } from './training-passes.js';
import { convolution, depthwise } from './linear-operators.js';
import { asImage, asRow } from './reshaping-operators.js';

const windowOf = (layer: LayerReading): Window => ({
  strides: pair(layer.config.strides),
  dilations: pair(layer.config.dilationRate),
  padding: paddingOf(layer),
});

/** A convolution over `[n, w, c]`, as one over images of one column. */
const alongRow =
  (padding: (layer: LayerReading) => Padding): LayerLowering =>
  (layer) => {
    const filter = layer.weight(0);
    const window: Window = {
      strides: column(layer.config.strides),
      dilations: column(layer.config.dilationRate),
      padding: padding(layer),
    };
    const image = computedWeight(layer.cache, `${filter.key} image`, [filter], () => tf.expandDims(filter.read(), 1));
    const step = convolution(layer.cache, image, window, column(layer.config.kernelSize), biasOf(layer, 1));
    return [asImage, step, asRow, ...ownActivation(layer)];
  };

const row = windowed(alongRow(paddingOf));

/** A convolution of each place and those before it: all padding is in front. */
const causal = alongRow(({ config }) => {
  const before = pair(config.dilationRate)[0] * (pair(config.kernelSize)[0] - 1);
  return [
    [before, 0],
    [0, 0],
  ];
});

/** A convolution over `[n, w, c]`. TensorFlow.js cannot run causal padding; its steps can. */
export const conv1d: LayerLowering = (layer) => (layer.config.padding === 'causal' ? causal : row)(layer);

/** A convolution over images. TensorFlow.js supports no grouped convolutions and refuses their weights. */
export const conv2d: LayerLowering = windowed(
  onImages((layer) => {
    const [window, size, kernel, bias] = [
      windowOf(layer),
      pair(layer.config.kernelSize),
      layer.weight(0),
      biasOf(layer, 1),
    ];
    const step = convolution(layer.cache, kernel, window, size, bias);
    if (window.dilations.some((rate) => rate !== 1)) return [step, ...ownActivation(layer)];
    const trained: Operator = {
      ...step,
      float64: { kind: 'weighted-sum', kernel, bias, window },
      training: convolutionPass(layer.layer, window),
    };
    return [trained, ...ownActivation(layer)];
  }),
);

/** A transposed convolution over images. It runs forward and can be trained; {@link backward} does not support it yet. */
export const conv2dTranspose: LayerLowering = (layer) => {
  const { padding, dataFormat } = layer.config;
  const window = windowOf(layer);
  const isPlain = dataFormat !== 'channelsFirst' && window.dilations.every((rate) => rate === 1);
  const forwardOnly = layer.refuse();
  if (!isPlain || (padding !== 'same' && padding !== 'valid')) return forwardOnly;
  const { forward, training } = transposedConvolution(layer.layer, window);
  return [{ ...forwardOnly[0], forward, training }, ...ownActivation(layer)];
};

/** A depthwise convolution over images. TensorFlow.js gives it no dilation, whatever its configuration says. */
export const depthwiseConv2d: LayerLowering = windowed(
  onImages((layer) => {
    const window: Window = { ...windowOf(layer), dilations: [1, 1] };
    const size = pair(layer.config.kernelSize);
    return [depthwise(layer.cache, layer.weight(0), window, size, biasOf(layer, 1)), ...ownActivation(layer)];
  }),
);

/** A depthwise convolution and one of 1×1 after it. */
export const separableConv2d: LayerLowering = windowed(
  onImages((layer) => {
    const each: Window = { strides: [1, 1], dilations: [1, 1], padding: 'valid' };
    return [
      depthwise(layer.cache, layer.weight(0), windowOf(layer), pair(layer.config.kernelSize)),
      convolution(layer.cache, layer.weight(1), each, [1, 1], biasOf(layer, 2)),
      ...ownActivation(layer),
    ];
  }),
);
