import * as tf from '@tensorflow/tfjs-core';
import { padAttribute, type ExplicitPadding, type Window } from './conv-geometry.js';
import { spreadOut, transposedPadding } from './conv-transpose.js';
import { kernel as run } from './host.js';
import { kernelForm } from './kernel-change.js';
import type { FusedActivation, LinearMap } from './linear-map.js';
import type { FormStore, Weight } from './weights.js';

const flip = (filter: tf.Tensor): tf.Tensor => tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]);
const flipped = { name: 'flipped', make: flip };
const signs = (filter: tf.Tensor): tf.Tensor => tf.concat([tf.relu(filter), tf.minimum(filter, 0)], 3);
const signed = { name: 'signed', make: signs };
const signedFlipped = { name: 'signed flipped', make: (filter: tf.Tensor): tf.Tensor => flip(signs(filter)) };

const convolve = (
  x: tf.Tensor,
  filter: tf.Tensor,
  pad: 'same' | 'valid' | ExplicitPadding,
  { strides, dilations }: Pick<Window, 'strides' | 'dilations'>,
  bias?: tf.Tensor,
  activation: FusedActivation = 'linear',
): tf.Tensor =>
  run(
    'FusedConv2D',
    { x, filter, ...(bias && { bias }) },
    { strides: [...strides], dilations: [...dilations], pad, dataFormat: 'NHWC', activation },
  );

/**
 * The map of a 2-D convolution over NHWC images.
 *
 * @param store - where forms of the filter are kept
 * @param weight - the filter, `[height, width, channels, filters]`
 * @param window - strides, dilations and padding
 * @returns the map
 */
export const convMap = (store: FormStore, weight: Weight, window: Window): LinearMap => {
  const pad = padAttribute(window.padding);
  const back = (y: tf.Tensor, inputShape: readonly number[], filter: tf.Tensor): tf.Tensor => {
    const size: [number, number] = [filter.shape[0], filter.shape[1]!];
    const around = transposedPadding(inputShape, size, window);
    return convolve(spreadOut(y, window.strides), filter, around, { strides: [1, 1], dilations: window.dilations });
  };
  return {
    kernel: () => weight.read(),
    apply: (x, change) => convolve(x, kernelForm(store, weight, change), pad, window),
    transpose: (y, inputShape, change) => back(y, inputShape, kernelForm(store, weight, change, flipped)),
    fused: (x, bias, activation) => convolve(x, weight.read(), pad, window, bias, activation),
    signedSums: (x) => {
      const y = convolve(x, kernelForm(store, weight, undefined, signed), pad, window);
      return tf.reshape(y, [...y.shape.slice(0, 3), 2, y.shape[3]! / 2]);
    },
    signedTranspose: (y, inputShape) => {
      const joined = tf.reshape(y, [...y.shape.slice(0, 3), 2 * y.shape[4]!]);
      return back(joined, inputShape, kernelForm(store, weight, undefined, signedFlipped));
    },
  };
};
