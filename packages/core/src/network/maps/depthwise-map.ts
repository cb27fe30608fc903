import * as tf from '@tensorflow/tfjs-core';
import { kernel as run } from '../host.js';
import { type ExplicitPadding, padAttribute, spreadOut, transposedPadding, type Window } from './conv-geometry.js';
import { kernelVariant } from './kernel-change.js';
import type { LinearMap } from './linear-map.js';
import type { WeightCache, Weight } from './weights.js';

const flipped = {
  name: 'flipped',
  make: (filter: tf.Tensor): tf.Tensor => {
    const [h, w, channels, multiplier] = filter.shape;
    return tf.reshape(tf.reverse(filter, [0, 1]), [h, w, channels * multiplier, 1]);
  },
};

const convolve = (
  x: tf.Tensor,
  filter: tf.Tensor,
  pad: 'same' | 'valid' | ExplicitPadding,
  strides: readonly [number, number],
  dilations: readonly [number, number],
): tf.Tensor =>
  run(
    'DepthwiseConv2dNative',
    { x, filter },
    { strides: [...strides], dilations: [...dilations], pad, dataFormat: 'NHWC' },
  );

/**
 * The map of a depthwise convolution over NHWC images: each channel has filters of its own,
 * `[height, width, channels, multiplier]`.
 */
export const depthwiseMap = (cache: WeightCache, weight: Weight, window: Window): LinearMap => ({
  kernel: () => weight.read(),
  apply: (x, change) =>
    convolve(x, kernelVariant(cache, weight, change), padAttribute(window.padding), window.strides, window.dilations),
  transpose: (y, inputShape, change) => {
    const filter = kernelVariant(cache, weight, change, flipped);
    const around = transposedPadding(inputShape, [filter.shape[0], filter.shape[1]!], window);
    const all = convolve(spreadOut(y, window.strides), filter, around, [1, 1], window.dilations);
    const channels = inputShape[3];
    if (all.shape[3] === channels) return all;
    return tf.sum(tf.reshape(all, [...inputShape, all.shape[3]! / channels]), 4);
  },
});
