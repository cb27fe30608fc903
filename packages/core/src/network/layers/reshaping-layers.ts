import * as tf from '@tensorflow/tfjs-core';
import { sizeOfShape } from '../../numeric/shapes.js';
import { type LayerLowering, onImages, pair, withSides } from './layer-options.js';
import type { LayerReading } from './layer-reading.js';
import type { Operator } from '../steps.js';
import {
  asVector,
  channelsKept,
  cropped,
  permuted,
  repeated,
  repeatedVector,
  reshaped,
  zeroPadded,
} from './reshaping-operators.js';

type Size = number | null;

/** The `scaleBefore` of a step that only changes the shape: for a vector, each value of which is a channel, and where the last axis stays. */
const scaleBefore = ({ layer }: LayerReading): Operator['scaleBefore'] => {
  const [{ inputShapes, outputShapes }, ...others] = layer.inboundNodes;
  if (others.length > 0) return undefined;
  const [from, to] = [inputShapes, outputShapes].map((shapes) => [shapes[0]].flat() as Size[]);
  const spread = [1, ...to.slice(1)] as number[];
  if (from.length === 2 && to.slice(1).every((size) => size !== null)) {
    const shape = [1, from[1]!];
    return () => ({ shape, of: (scale) => tf.reshape(tf.broadcastTo(scale, spread), shape) });
  }
  return to.at(-1) === from.at(-1) ? channelsKept(from.length) : undefined;
};

/** All values of an image in one row. */
export const flatten: LayerLowering = (layer) => {
  const { config, rank } = layer;
  return config.dataFormat === 'channelsFirst' && rank > 2
    ? [permuted([...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1]), asVector]
    : [{ ...asVector, scaleBefore: scaleBefore(layer) }];
};

/** Another shape, of which one size may be left open. */
export const reshape: LayerLowering = (layer) => {
  const { targetShape = [] } = layer.config;
  const step = reshaped(([n, ...rest]) => {
    const given = targetShape.map((size) => (size === null || size < 0 ? undefined : size));
    const product = given.reduce<number>((a, b) => a * (b ?? 1), 1);
    const open = sizeOfShape(rest) / product;
    return [n, ...given.map((size) => size ?? open)];
  });
  return [{ ...step, scaleBefore: scaleBefore(layer) }];
};

/** The axes in another order. */
export const permute: LayerLowering = ({ config }) => [permuted(config.dims ?? [])];

/** A vector several times. */
export const repeatVector: LayerLowering = ({ config }) => [repeatedVector(config.n ?? 1)];

/** Zeros around an image. */
export const zeroPadding2d: LayerLowering = (layer) => withSides(layer, layer.config.padding, zeroPadded);

/** The middle of an image. */
export const cropping2d: LayerLowering = (layer) => withSides(layer, layer.config.cropping, cropped);

/** An image with its rows and columns repeated. */
export const upSampling2d: LayerLowering = (layer) => {
  const { interpolation = 'nearest', size } = layer.config;
  return interpolation === 'nearest'
    ? onImages(() => [repeated(pair(size))])(layer)
    : layer.refuse(`interpolates by "${interpolation}"; expected "nearest"`);
};
