import * as tf from '@tensorflow/tfjs-core';
import type { Attribute } from '@interp/graph';
import { activated, beforeActivation } from './activations.js';
import type { LayerNodes, LayerSite, Value } from './layer-site.js';

type Attributes = Record<string, Attribute>;

/**
 * Padding of a window as ONNX writes it; `causal` pads a signal before its first value.
 *
 * @param site - the layer
 * @param size - of the window; none where it cannot be causal
 * @param dilations - of the window
 */
export const paddingOf = (
  site: LayerSite,
  size: readonly number[] = [],
  dilations: readonly number[] = [],
): Attributes => {
  const padding = site.config['padding'] ?? 'valid';
  if (padding === 'same') return { auto_pad: 'SAME_UPPER' };
  if (padding === 'valid') return { auto_pad: 'VALID' };
  if (padding === 'causal' && size.length === 1) return { pads: [dilations[0] * (size[0] - 1), 0] };
  throw site.refuse(`has the padding ${JSON.stringify(padding)?.slice(0, 40)}; expected same or valid`);
};

/** Kernels as TensorFlow has them, or as ONNX has them where the channels come first. */
const kernelFor =
  (channelsLast: boolean, axes: number) =>
  (kernel: tf.Tensor): tf.Tensor =>
    channelsLast ? kernel : tf.transpose(kernel, [axes + 1, axes, ...Array.from({ length: axes }, (_, i) => i)]);

/** A weight of the layer as such a kernel. */
const turnedKernel = (site: LayerSite, index: number, axes: number): string =>
  site.weight(index, axes + 2, site.channelsLast ? '' : 'turned', kernelFor(site.channelsLast, axes));

const window = (site: LayerSite, axes: number): Attributes => {
  const size = site.sizes('kernel_size', axes);
  const dilations = site.sizes('dilation_rate', axes);
  return {
    kernel_shape: size,
    strides: site.sizes('strides', axes),
    dilations,
    channelsLast: site.channelsLast,
    ...paddingOf(site, size, dilations),
  };
};

const bias = (site: LayerSite, index: number): readonly string[] =>
  site.config['use_bias'] === false ? [] : [site.weight(index, 1)];

const finish = (site: LayerSite, name: string, axes: number): Value => ({
  name: activated(site, name),
  rank: axes + 2,
});

/** A convolution over signals, images or volumes, of one or several groups. */
export const convolution =
  (axes: number): LayerNodes =>
  (site) => {
    const kernel = turnedKernel(site, 0, axes);
    const attributes = { ...window(site, axes), group: site.number('groups', 1) };
    const y = site.add(
      'Conv',
      [site.input.name, kernel, ...bias(site, 1)],
      attributes,
      beforeActivation(site, 'convolution'),
    );
    return finish(site, y, axes);
  };

/** From `[...window, channels, multiplier]` to `[...window, 1, channels * multiplier]`. */
const grouped =
  (channelsLast: boolean, axes: number) =>
  (kernel: tf.Tensor): tf.Tensor => {
    const { shape } = kernel;
    return kernelFor(
      channelsLast,
      axes,
    )(tf.reshape(kernel, [...shape.slice(0, axes), 1, shape[axes] * shape[axes + 1]]));
  };

const depthwise = (site: LayerSite, axes: number, withBias: boolean, part: string): string => {
  const kernel = site.weight(0, axes + 2, 'grouped', grouped(site.channelsLast, axes));
  const attributes = { ...window(site, axes), group: site.weightShape(0)[axes] };
  return site.add('Conv', [site.input.name, kernel, ...(withBias ? bias(site, 1) : [])], attributes, part);
};

/** A convolution of each channel by itself. */
export const depthwiseConvolution =
  (axes: number): LayerNodes =>
  (site) =>
    finish(site, depthwise(site, axes, true, beforeActivation(site, 'convolution')), axes);

/** A convolution of each channel by itself, and one of single cells after it. */
export const separableConvolution =
  (axes: number): LayerNodes =>
  (site) => {
    const each = depthwise(site, axes, false, 'depthwise');
    const kernel = turnedKernel(site, 1, axes);
    const attributes = { kernel_shape: Array<number>(axes).fill(1), channelsLast: site.channelsLast };
    const y = site.add('Conv', [each, kernel, ...bias(site, 2)], attributes, beforeActivation(site, 'pointwise'));
    return finish(site, y, axes);
  };

/** A transposed convolution over signals, images or volumes. */
export const transposedConvolution =
  (axes: number): LayerNodes =>
  (site) => {
    const {
      strides,
      dilations,
      kernel_shape: size,
      auto_pad: padding,
      ...rest
    } = window(site, axes) as {
      readonly [name: string]: Attribute;
      readonly strides: readonly number[];
      readonly dilations: readonly number[];
      readonly kernel_shape: readonly number[];
    };
    const reach = size.map((n, i) => (n - 1) * dilations[i] + 1);
    const isGiven = (site.config['output_padding'] ?? null) !== null;
    if (isGiven) {
      const more = site.sizes('output_padding', axes);
      // As Keras says it, `same` gives (places - 1) strides and an odd window's middle, and this many more.
      const all = reach.map((n, i) => n + (n % 2) - 2 + more[i]);
      const isSame = padding === 'SAME_UPPER';
      const before = reach.map((n, i) => (isSame ? n - 1 - Math.min(Math.ceil(all[i] / 2), n - 1) : 0));
      const cut = reach.map((n, i) => (isSame ? n - 1 - (all[i] - (n - 1 - before[i])) : -more[i]));
      const pads = [...before, ...cut.map((n) => Math.max(0, n))];
      const output = cut.map((n) => Math.max(0, -n));
      const attributes = { ...rest, kernel_shape: size, strides, dilations, pads, output_padding: output };
      const inputs = [site.input.name, turnedKernel(site, 0, axes), ...bias(site, 1)];
      return finish(site, site.add('ConvTranspose', inputs, attributes, beforeActivation(site, 'convolution')), axes);
    }
    const gap = reach.map((n, i) => Math.max(0, strides[i] - n));
    // Of `same` padding, the output is so many times as long as the input as the stride says.
    const total = reach.map((n, i) => (padding === 'SAME_UPPER' ? Math.max(0, n - strides[i]) : 0));
    const pads = [...total.map((n) => Math.floor(n / 2)), ...total.map((n) => n - Math.floor(n / 2))];
    const attributes = { ...rest, kernel_shape: size, strides, dilations, pads, output_padding: gap };
    const kernel = turnedKernel(site, 0, axes);
    const y = site.add(
      'ConvTranspose',
      [site.input.name, kernel, ...bias(site, 1)],
      attributes,
      beforeActivation(site, 'convolution'),
    );
    return finish(site, y, axes);
  };

/** A dense layer, along the last axis of its input. */
export const dense: LayerNodes = (site) => {
  const { name, rank } = site.input;
  const kernel = site.weight(0, 2);
  const part = beforeActivation(site, 'product');
  const shift = bias(site, 1);
  if (rank === 2) return { name: activated(site, site.add('Gemm', [name, kernel, ...shift], {}, part)), rank };
  const y = site.add('MatMul', [name, kernel], {}, shift.length > 0 ? 'product' : part);
  const sum = shift.length > 0 ? site.add('Add', [y, ...shift], {}, beforeActivation(site, 'sum')) : y;
  return { name: activated(site, sum), rank };
};

/** Pooling over windows. */
export const pooling =
  (operation: 'MaxPool' | 'AveragePool', axes: number): LayerNodes =>
  (site) => {
    const size = site.sizes('pool_size', axes, 2);
    const strides = (site.config['strides'] ?? null) === null ? size : site.sizes('strides', axes);
    const attributes = { kernel_shape: size, strides, channelsLast: site.channelsLast, ...paddingOf(site, size, [1]) };
    return { name: site.add(operation, [site.input.name], attributes), rank: axes + 2 };
  };

/** Pooling to so many places. */
export const adaptivePooling =
  (operation: 'AdaptiveMaxPool' | 'AdaptiveAveragePool', axes: number): LayerNodes =>
  (site) => {
    const attributes = { output_size: site.sizes('output_size', axes), channelsLast: site.channelsLast };
    return { name: site.add(operation, [site.input.name], attributes), rank: axes + 2 };
  };

/** Pooling over everything. */
export const globalPooling =
  (operation: 'ReduceMean' | 'ReduceMax', axes: number): LayerNodes =>
  (site) => {
    const places = Array.from({ length: axes }, (_, i) => (site.channelsLast ? i + 1 : i + 2));
    const keeps = site.config['keepdims'] === true;
    const y = site.add(operation, [site.input.name, site.integers('axes', places)], { keepdims: keeps ? 1 : 0 });
    return { name: y, rank: keeps ? axes + 2 : 2 };
  };
