import * as tf from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import { kernelIfThere } from '@interp/tape/internal';
import type { Window } from '../maps/conv-geometry.js';
import type { Operator, TrainingPass } from '../steps.js';

type Layer = layers.Layer;
type Shape4D = [number, number, number, number];

/** The derivatives of an activation that is linear on either side of 0, with the slope `alpha` below. */
export const leakyPass = (alpha: number): TrainingPass => {
  const masked = (change: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.mul(change, tf.step(y, alpha));
  return { weights: [], back: (dy, _, y) => masked(dy, y), push: masked };
};

/** The derivatives of an activation whose slope is a function of its output, by a kernel where there is one. */
export const curvedPass = (slope: (y: tf.Tensor) => tf.Tensor, compiled = ''): TrainingPass => ({
  weights: [],
  back: (dy, _, y) => kernelIfThere(compiled, { y, dy }) ?? tf.mul(dy, slope(y)),
});

/** The derivatives of a dense layer, before its activation. */
export const densePass = ({ weights }: Layer): TrainingPass => {
  const kernel = (): tf.Tensor2D => weights[0].read() as tf.Tensor2D;
  return {
    weights,
    back: (dy) => tf.matMul(dy, kernel(), false, true),
    push: (dx) => tf.matMul(dx, kernel()),
    kernelGradient: (x, dy) => tf.matMul(x, dy, true, false),
  };
};

type Geometry = Pick<Window, 'strides' | 'padding'>;

const filterGradient = (x: tf.Tensor, dy: tf.Tensor, filterShape: Shape4D, { strides, padding }: Geometry): tf.Tensor =>
  tf
    .engine()
    .runKernel(
      'Conv2DBackpropFilter',
      { x, dy },
      { strides: [...strides], pad: padding, dataFormat: 'NHWC', filterShape },
    );

const parts = ({ weights }: Layer, { strides, padding }: Geometry) => {
  const filter = (): tf.Tensor4D => weights[0].read() as tf.Tensor4D;
  const [steps, pad] = [[...strides] as [number, number], padding as 'same' | 'valid'];
  return {
    shape: [...(weights[0].shape as Shape4D)] as Shape4D,
    convolve: (x: tf.Tensor): tf.Tensor => tf.conv2d(x as tf.Tensor4D, filter(), steps, pad),
    spread: (y: tf.Tensor, shape: readonly number[]): tf.Tensor =>
      tf.conv2dTranspose(y as tf.Tensor4D, filter(), [...shape] as Shape4D, steps, pad),
    withBias: (sums: tf.Tensor): tf.Tensor => (weights.length > 1 ? tf.add(sums, weights[1].read()) : sums),
  };
};

/** The derivatives of a convolution over NHWC images without dilation, before its activation. */
export const convolutionPass = (layer: Layer, geometry: Geometry): TrainingPass => {
  const { shape, convolve, spread, withBias } = parts(layer, geometry);
  return {
    weights: layer.weights,
    forward: (x) => withBias(convolve(x)),
    back: (dy, x) => spread(dy, x.shape),
    push: convolve,
    kernelGradient: (x, dy) => filterGradient(x, dy, shape, geometry),
  };
};

/** A transposed convolution over NHWC images, before its activation, and its derivatives. */
export const transposedConvolution = (
  layer: Layer,
  geometry: Geometry,
): Pick<Operator, 'forward'> & { readonly training: TrainingPass } => {
  const { shape, convolve, spread, withBias } = parts(layer, geometry);
  const image = (layer.outputShape as number[]).slice(1);
  const push = (x: tf.Tensor): tf.Tensor => spread(x, [x.shape[0], ...image]);
  return {
    forward: ([x]) => [withBias(push(x))],
    training: {
      weights: layer.weights,
      back: convolve,
      push,
      kernelGradient: (x, dy) => filterGradient(dy, x, shape, geometry),
    },
  };
};
