import * as tf from '@tensorflow/tfjs-core';
import type { Window } from '../maps/conv-geometry.js';
import { convMap } from '../maps/conv-map.js';
import { denseMap } from '../maps/dense-map.js';
import { depthwiseMap } from '../maps/depthwise-map.js';
import { kernelVariant } from '../maps/kernel-change.js';
import type { LinearMap } from '../maps/linear-map.js';
import type { WeightCache, Weight } from '../maps/weights.js';
import type { Operator, Sides } from '../steps.js';
import { computedWeight } from './layer-reading.js';

/** The map that multiplies each value by a number, of a shape that broadcasts: batch normalisation, rescaling. */
const scaleMap = (cache: WeightCache, weight: Weight): LinearMap => ({
  kernel: () => weight.read(),
  apply: (x, change) => tf.mul(x, kernelVariant(cache, weight, change)),
  transpose: (y, _, change) => tf.mul(y, kernelVariant(cache, weight, change)),
});

const folded = (
  cache: WeightCache,
  weight: Weight,
  bias: Weight | undefined,
  scale: Weight,
  shift: Weight,
  perChannel: (kernel: tf.Tensor, scale: tf.Tensor) => tf.Tensor,
): { weight: Weight; bias: Weight } => ({
  weight: computedWeight(cache, `${weight.key}*${scale.key}`, [weight, scale], () =>
    perChannel(weight.read(), scale.read()),
  ),
  bias: computedWeight(cache, `${weight.key}+${shift.key}`, [...(bias ? [bias] : []), scale, shift], () =>
    bias ? tf.add(tf.mul(bias.read(), scale.read()), shift.read()) : tf.mul(shift.read(), 1),
  ),
});

const padded = (window: Window, size: readonly [number, number], padding: Sides): Window | undefined => {
  const fits = padding.every((pair, axis) => pair.every((cells) => cells <= window.dilations[axis] * (size[axis] - 1)));
  return window.padding === 'valid' && fits ? { ...window, padding } : undefined;
};

/** A step that is a linear map and adds a bias, of a shape that broadcasts to the output's. */
export const linear = (map: LinearMap, bias?: Weight): Operator => ({
  kind: 'linear',
  map,
  bias,
  forward: ([x]) => {
    if (map.fused) return [map.fused(x, bias?.read(), 'linear')];
    const y = map.apply(x);
    return [bias ? tf.add(y, bias.read()) : y];
  },
  vjp: (dy, { inputShape }) => map.transpose(dy, inputShape),
});

/** A dense step: the kernel is `[inputs, units]`, the bias `[units]`. */
export const dense = (cache: WeightCache, weight: Weight, bias?: Weight): Operator => ({
  ...linear(denseMap(cache, weight), bias),
  withScale: (scale, shift) => {
    const made = folded(cache, weight, bias, scale, shift, (kernel, s) => tf.mul(kernel, s));
    return dense(cache, made.weight, made.bias);
  },
});

/** A convolution over NHWC images: the filter is `[height, width, channels, filters]`, the bias `[filters]`. */
export const convolution = (
  cache: WeightCache,
  weight: Weight,
  window: Window,
  size: readonly [number, number],
  bias?: Weight,
): Operator => ({
  ...linear(convMap(cache, weight, window, size), bias),
  withScale: (scale, shift) => {
    const made = folded(cache, weight, bias, scale, shift, (kernel, s) => tf.mul(kernel, s));
    return convolution(cache, made.weight, window, size, made.bias);
  },
  withPadding: (padding) => {
    const around = padded(window, size, padding);
    return around && convolution(cache, weight, around, size, bias);
  },
});

/** A depthwise convolution over NHWC images: the filter is `[height, width, channels, multiplier]`. */
export const depthwise = (
  cache: WeightCache,
  weight: Weight,
  window: Window,
  size: readonly [number, number],
  bias?: Weight,
): Operator => ({
  ...linear(depthwiseMap(cache, weight, window), bias),
  withScale: (scale, shift) => {
    const perChannel = (kernel: tf.Tensor, s: tf.Tensor): tf.Tensor =>
      tf.reshape(tf.mul(tf.reshape(kernel, [...size, s.size]), s), kernel.shape);
    const made = folded(cache, weight, bias, scale, shift, perChannel);
    return depthwise(cache, made.weight, window, size, made.bias);
  },
  withPadding: (padding) => {
    const around = padded(window, size, padding);
    return around && depthwise(cache, weight, around, size, bias);
  },
});

/** A step that multiplies each value by a number and adds another; both broadcast to the input's shape. */
export const scaling = (cache: WeightCache, scale: Weight, shift: Weight): Operator => ({
  ...linear(scaleMap(cache, scale), shift),
  scale,
});
