import * as tf from '@tensorflow/tfjs-core';
import type { Window } from '../maps/conv-geometry.js';
import { convMap } from '../maps/conv-map.js';
import { denseMap } from '../maps/dense-map.js';
import { depthwiseMap } from '../maps/depthwise-map.js';
import { kernelVariant } from '../maps/kernel-change.js';
import type { LinearMap } from '../maps/linear-map.js';
import type { WeightCache, Weight } from '../maps/weights.js';
import type { Operator } from '../steps.js';
import { computedWeight } from './layer-reading.js';

/** The map that multiplies each value by a number, of a shape that broadcasts: batch normalisation, rescaling. */
const scaleMap = (cache: WeightCache, weight: Weight): LinearMap => ({
  kernel: () => weight.read(),
  apply: (x, change) => tf.mul(x, kernelVariant(cache, weight, change)),
  transpose: (y, _, change) => tf.mul(y, kernelVariant(cache, weight, change)),
});

/** Makes a step of other weights, the bias being there. */
type Remake = (weight: Weight, bias: Weight) => Operator;

/** Folds a batch normalisation into a step that {@link Remake} makes; `scaled` gives its kernel with each channel times its factor. */
const foldingScale =
  (
    cache: WeightCache,
    weight: Weight,
    bias: Weight | undefined,
    remake: Remake,
    scaled: (kernel: tf.Tensor, scale: tf.Tensor) => tf.Tensor = tf.mul,
  ): Operator['withScale'] =>
  (scale, shift) =>
    remake(
      computedWeight(cache, `${weight.key}*${scale.key}`, [weight, scale], () => scaled(weight.read(), scale.read())),
      computedWeight(cache, `${weight.key}+${shift.key}`, [...(bias ? [bias] : []), scale, shift], () =>
        bias ? tf.add(tf.mul(bias.read(), scale.read()), shift.read()) : tf.mul(shift.read(), 1),
      ),
    );

/** Folds zero padding into a convolution, given a function from its window to the step; where a window fits into the padding, it cannot. */
const foldingPadding =
  (window: Window, size: readonly [number, number], remake: (window: Window) => Operator): Operator['withPadding'] =>
  (padding) => {
    const fits = padding.every((pair, axis) => pair.every((n) => n <= window.dilations[axis] * (size[axis] - 1)));
    return window.padding === 'valid' && fits ? remake({ ...window, padding }) : undefined;
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
  withScale: foldingScale(cache, weight, bias, (kernel, shift) => dense(cache, kernel, shift)),
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
  withScale: foldingScale(cache, weight, bias, (filter, shift) => convolution(cache, filter, window, size, shift)),
  withPadding: foldingPadding(window, size, (around) => convolution(cache, weight, around, size, bias)),
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
  withScale: foldingScale(
    cache,
    weight,
    bias,
    (filter, shift) => depthwise(cache, filter, window, size, shift),
    (filter, scale) => tf.reshape(tf.mul(tf.reshape(filter, [...size, scale.size]), scale), filter.shape),
  ),
  withPadding: foldingPadding(window, size, (around) => depthwise(cache, weight, around, size, bias)),
});

/** A step that multiplies each value by a number and adds another; both broadcast to the input's shape. */
export const scaling = (cache: WeightCache, scale: Weight, shift: Weight): Operator => ({
  ...linear(scaleMap(cache, scale), shift),
  scale,
});
