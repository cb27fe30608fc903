import { convolution, depthwise, linear, type Operator, type Weight } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../../attributes.js';
import type { Site } from '../../lowering/site.js';
import type { Live } from '../../lowering/value.js';
import { groupedMap } from './grouped-map.js';
import {
  asPlane,
  asStoredImage,
  fromChannelsLast,
  fromPlane,
  type Geometry,
  geometryOf,
  imageAxes,
  outputLengths,
  paddedImage,
  planeSize,
  planeWindow,
  toChannelsLast,
} from './images.js';
import { kernelLast, kernelSides, planeKernel } from './kernels.js';
import type { Operation, Operations } from '../operation.js';
import { volumeMap } from './volume-map.js';

const plane = (x: tf.Tensor): tf.Tensor => (x.rank === 3 ? tf.expandDims(x, 2) : x);

const convolve2d = (x: tf.Tensor, kernel: tf.Tensor, geometry: Geometry): tf.Tensor => {
  const { strides, dilations } = planeWindow(geometry);
  return tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, [...strides], 'valid', 'NHWC', [...dilations]);
};

/** Runs over each group of channels with its own filters. */
const inGroups = (
  x: tf.Tensor,
  kernel: tf.Tensor,
  groups: number,
  one: (x: tf.Tensor, kernel: tf.Tensor) => tf.Tensor,
): tf.Tensor => {
  if (groups === 1) return one(x, kernel);
  const last = x.rank - 1;
  const kernels = tf.split(kernel, groups, last);
  return tf.concat(
    tf.split(x, groups, last).map((part, i) => one(part, kernels[i])),
    last,
  );
};

/** Every so manieth place of a volume, as a stride over it leaves them. */
const strided = (y: tf.Tensor, strides: readonly number[]): tf.Tensor =>
  strides.reduce(
    (volume, stride, i) =>
      stride === 1 ? volume : tf.gather(volume, tf.range(0, volume.shape[i + 1], stride, 'int32'), i + 1),
    y,
  );

const plainConvolution = (x: tf.Tensor, kernel: tf.Tensor, geometry: Geometry, groups: number): tf.Tensor => {
  const padded = paddedImage(x, geometry.sides);
  if (geometry.spatial === 3) {
    const [strides, dilations] = [geometry.strides, geometry.dilations].map(
      (list) => [...list] as [number, number, number],
    );
    // TensorFlow.js has strides over volumes, and dilations, but not both at once.
    const isBoth = Math.max(...strides) > 1 && Math.max(...dilations) > 1;
    const y = inGroups(padded, kernel, groups, (part, filter) =>
      tf.conv3d(part as tf.Tensor5D, filter as tf.Tensor5D, isBoth ? 1 : strides, 'valid', 'NDHWC', dilations),
    );
    return isBoth ? strided(y, strides) : y;
  }
  const y = inGroups(plane(padded), planeKernel(kernel), groups, (part, filter) => convolve2d(part, filter, geometry));
  return x.rank === 3 ? tf.squeeze(y, [2]) : y;
};

const checkChannels = (
  attributes: Attributes,
  channels: number,
  each: number,
  groups: number,
  filters: number,
): void => {
  if (channels === each * groups && filters % groups === 0) return;
  throw attributes.refusal(
    `has a kernel for ${each * groups} channels in ${groups} groups, and takes ${channels}; expected as many`,
  );
};

const evaluateConvolution: Operation['evaluate'] = ([x, kernel, bias], attributes) => {
  const channelsLast = attributes.flag('channelsLast');
  const groups = attributes.number('group', 1);
  const { size, filters, each } = kernelSides(kernel.shape, channelsLast);
  const image = toChannelsLast(x, channelsLast);
  checkChannels(attributes, image.shape.at(-1)!, each, groups, filters);
  const geometry = geometryOf(attributes, image.shape.slice(1, -1), size);
  const y = plainConvolution(image, kernelLast(kernel, channelsLast), geometry, groups);
  return [fromChannelsLast(bias ? tf.add(y, bias) : y, channelsLast)];
};

const operatorOf = (
  site: Site,
  channels: number,
  groups: number,
  geometry: Geometry,
  channelsLast: boolean,
): Operator => {
  const { cache } = site.builder;
  const bias: Weight | undefined = site.inputs[2] === undefined ? undefined : site.weight(2);
  const [window, size] = [planeWindow(geometry), planeSize(geometry)];
  const isDepthwise = groups === channels && groups > 1;
  const kernel = site.weight(1, isDepthwise ? 'depthwise' : 'last', (given) => {
    const filter = planeKernel(kernelLast(given, channelsLast));
    const [h, w, , filters] = filter.shape;
    return isDepthwise ? tf.reshape(filter, [h, w, channels, filters / channels]) : filter;
  });
  if (isDepthwise) return depthwise(cache, kernel, window, size, bias);
  if (groups > 1) return linear(groupedMap(cache, kernel, groups, window, size), bias);
  return convolution(cache, kernel, window, size, bias);
};

const lowerConvolution = (site: Site): Live[] => {
  const { x: image, channelsLast, rank } = asStoredImage(site, site.live(0));
  const kernel = site.constant(1)!;
  const { size, filters, each } = kernelSides(kernel.shape, channelsLast);
  const groups = site.number('group', 1);
  const channels = image.stored.at(-1)!;
  checkChannels(site, channels, each, groups, filters);
  const geometry = geometryOf(site, image.stored.slice(0, -1), size);
  const lengths = outputLengths(image.stored.slice(0, -1), geometry);
  if (lengths.some((length) => length < 1))
    throw site.refusal(
      `has a window of [${size.join(', ')}] over [${image.stored.slice(0, -1).join(', ')}]; expected a smaller one`,
    );
  const axes = imageAxes(rank, channelsLast);
  if (geometry.spatial > 2) {
    const weight = site.weight(1, 'last', (given) => kernelLast(given, channelsLast));
    const bias = site.inputs[2] === undefined ? undefined : site.weight(2);
    const step = linear(volumeMap(site.builder.cache, weight, groups, geometry), bias);
    return [site.add(step, [image], [...lengths, filters], axes)];
  }
  const x = asPlane(site, image);
  const stored = [lengths[0], geometry.spatial === 1 ? 1 : lengths[1], filters];
  const y = site.add(operatorOf(site, channels, groups, geometry, channelsLast), [x], stored, axes);
  return [fromPlane(site, y, rank, axes)];
};

/** Convolutions. */
export const convolutions: Operations = {
  Conv: { evaluate: evaluateConvolution, lower: lowerConvolution },
};
