import * as tf from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import type { Link } from './link.js';

type Steps = [number, number];
type Padding = 'same' | 'valid';
type Shape4D = [number, number, number, number];

/** Strides and padding of a layer whose convolution is written out here; nothing for others. */
const geometryOf = (layer: layers.Layer): { strides: Steps; pad: Padding } | undefined => {
  const { strides, padding, dilationRate = [1, 1], dataFormat } = layer.getConfig() as Record<string, unknown>;
  const plain =
    (padding === 'same' || padding === 'valid') &&
    dataFormat !== 'channelsFirst' &&
    [dilationRate].flat().every((rate) => rate === 1);
  return plain ? { strides: [strides].flat() as Steps, pad: padding } : undefined;
};

const filterGradient = (
  x: tf.Tensor,
  dy: tf.Tensor,
  filterShape: readonly number[],
  { strides, pad }: { strides: Steps; pad: Padding },
): tf.Tensor =>
  tf
    .engine()
    .runKernel('Conv2DBackpropFilter', { x, dy }, { strides, pad, dataFormat: 'NHWC', filterShape: [...filterShape] });

const withBias = (sums: tf.Tensor, bias: tf.Tensor | undefined): tf.Tensor => (bias ? tf.add(sums, bias) : sums);

/** The sums of a convolution, without its activation; nothing where they are of another kind. */
export const convolutionLink = (layer: layers.Layer): Link | undefined => {
  const geometry = geometryOf(layer);
  if (!geometry) return undefined;
  const { strides, pad } = geometry;
  const [kernel, bias] = layer.weights;
  const filter = (): tf.Tensor4D => kernel.read() as tf.Tensor4D;
  const convolved = (x: tf.Tensor): tf.Tensor => tf.conv2d(x as tf.Tensor4D, filter(), strides, pad);
  return {
    weights: layer.weights,
    forward: (x) => withBias(convolved(x), bias?.read()),
    back: (dy, x) => tf.conv2dTranspose(dy as tf.Tensor4D, filter(), x.shape as Shape4D, strides, pad),
    push: convolved,
    kernelGradient: (x, dy) => filterGradient(x, dy, kernel.shape as number[], geometry),
  };
};

/** The sums of a transposed convolution, without its activation; nothing where they are of another kind. */
export const transposedConvolutionLink = (layer: layers.Layer): Link | undefined => {
  const geometry = geometryOf(layer);
  if (!geometry) return undefined;
  const { strides, pad } = geometry;
  const [kernel, bias] = layer.weights;
  const image = layer.outputShape.slice(1) as Steps;
  const filter = (): tf.Tensor4D => kernel.read() as tf.Tensor4D;
  const spread = (x: tf.Tensor): tf.Tensor =>
    tf.conv2dTranspose(x as tf.Tensor4D, filter(), [x.shape[0], ...image] as unknown as Shape4D, strides, pad);
  return {
    weights: layer.weights,
    forward: (x) => withBias(spread(x), bias?.read()),
    back: (dy) => tf.conv2d(dy as tf.Tensor4D, filter(), strides, pad),
    push: spread,
    kernelGradient: (x, dy) => filterGradient(dy, x, kernel.shape as number[], geometry),
  };
};
