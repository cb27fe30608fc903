import * as tf from '@tensorflow/tfjs-core';
import { anyOf, kernel as run, kernelIfThere, kernelsIfThere, partIf } from '@interp/tape/internal';
import { type ExplicitPadding, padAttribute, spreadOut, transposedPadding, type Window } from './conv-geometry.js';
import { kernelVariant } from './kernel-change.js';
import type { FusedActivation, LinearMap } from './linear-map.js';
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
  { strides, dilations }: Pick<Window, 'strides' | 'dilations'>,
  bias?: tf.Tensor,
  activation: FusedActivation = 'linear',
): tf.Tensor =>
  run(
    'FusedDepthwiseConv2D',
    { x, filter, ...(bias && { bias }) },
    { strides: [...strides], dilations: [...dilations], pad, dataFormat: 'NHWC', activation },
  );

/**
 * The map of a depthwise convolution over NHWC images: each channel has filters of its own,
 * `[height, width, channels, multiplier]`.
 */
export const depthwiseMap = (cache: WeightCache, weight: Weight, window: Window): LinearMap => {
  const { strides, dilations } = window;
  const pad = padAttribute(window.padding);
  const attributes = { strides, dilations, pad, dataFormat: 'NHWC' };
  const isDense = dilations.every((step) => step === 1);
  /** Runs a kernel for one filter a channel, where the backend has it. */
  const ofOneFilter = (name: string, inputs: tf.NamedTensorMap, more?: object): tf.Tensor | undefined =>
    inputs['filter'].shape[3] === 1 ? kernelIfThere(name, inputs, { ...attributes, ...more }) : undefined;
  return {
    kernel: () => weight.read(),
    apply: (x, change) => convolve(x, kernelVariant(cache, weight, change), pad, window),
    fused: (x, bias, activation) => convolve(x, weight.read(), pad, window, bias, activation),
    transpose: (y, inputShape, change) => {
      if (isDense && strides.some((step) => step > 1)) {
        const inputs = { dy: y, filter: kernelVariant(cache, weight, change) };
        const found = ofOneFilter('DepthwiseConv2dNativeBackpropInput', inputs, { inputShape: [...inputShape] });
        if (found) return found;
      }
      const filter = kernelVariant(cache, weight, change, flipped);
      const around = transposedPadding(inputShape, [filter.shape[0], filter.shape[1]!], window);
      const all = convolve(spreadOut(y, strides), filter, around, { strides: [1, 1], dilations });
      const channels = inputShape[3];
      if (all.shape[3] === channels) return all;
      return tf.sum(tf.reshape(all, [...inputShape, all.shape[3]! / channels]), 4);
    },
    signedSums: (x) => ofOneFilter('SignedDepthwise', { x, filter: weight.read() }),
    distribute: (x, shares) =>
      isDense ? ofOneFilter('SignedDepthwiseShares', { shares, filter: weight.read(), x }) : undefined,
    shareBySign: (x, relevance, factors) => {
      const inputs = { x, filter: weight.read(), relevance };
      const isFit = isDense && inputs.filter.shape[3] === 1;
      const found = isFit && kernelsIfThere('DepthwiseRelevance', inputs, { ...attributes, ...factors });
      return found ? { relevance: found[0], even: partIf(found[1], anyOf(found[2])) } : undefined;
    },
  };
};
