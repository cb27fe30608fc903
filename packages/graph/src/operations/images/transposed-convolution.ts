import { convMap, linear, type LinearMap, type Weight, WeightCache } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../../attributes.js';
import type { Site } from '../../lowering/site.js';
import type { Live } from '../../lowering/value.js';
import { groupedMap } from './grouped-map.js';
import { asPlane, asStoredImage, checkGeometry, fromChannelsLast, fromPlane, imageAxes, planeSize, planeWindow, toChannelsLast, type Geometry } from './images.js'; // prettier-ignore
import { kernelLast, kernelSides, planeKernel } from './kernels.js';
import type { Operation, Operations } from '../operation.js';
import { volumeMap } from './volume-map.js';

/** How the convolution lies over the output whose transpose this is, and the lengths of the output. */
const geometryOf = (
  at: Attributes,
  lengths: readonly number[],
  size: readonly number[],
): { readonly geometry: Geometry; readonly outputs: number[] } => {
  const ones = size.map(() => 1);
  const [strides, dilations, more] = [at.numbers('strides') ?? ones, at.numbers('dilations') ?? ones, at.numbers('output_padding') ?? size.map(() => 0)]; // prettier-ignore
  const given = at.numbers('pads') ?? [...ones, ...ones].map(() => 0);
  const automatic = at.text('auto_pad', 'NOTSET');
  const isSame = automatic.startsWith('SAME');
  const shape = at.numbers('output_shape')?.slice(-size.length);
  const sides: [number, number][] = [];
  const outputs = size.map((one, i) => {
    const reach = (one - 1) * dilations[i] + 1;
    const whole = (lengths[i] - 1) * strides[i] + more[i] + reach;
    const wanted = shape?.[i] ?? (isSame ? lengths[i] * strides[i] : undefined);
    if (wanted === undefined) {
      sides.push(automatic === 'VALID' ? [0, 0] : [given[i], given[i + size.length]]);
      return whole - sides[i][0] - sides[i][1];
    }
    const all = Math.max(0, whole - wanted);
    const less = Math.floor(all / 2);
    sides.push(automatic === 'SAME_LOWER' ? [all - less, less] : [less, all - less]);
    return wanted;
  });
  if (lengths.length !== size.length || outputs.some((length) => !(length >= 1)))
    throw at.refusal(`makes [${outputs.join(', ')}] of [${lengths.join(', ')}]; expected an image`);
  const geometry = { spatial: size.length, size, strides, dilations, sides };
  checkGeometry(at, outputs, geometry);
  return { geometry, outputs };
};

/** A kernel `[...window, out / groups, in]`, one of a signal as one of images. */
const ownKernel = (kernel: tf.Tensor, channelsLast: boolean): tf.Tensor =>
  planeKernel(kernelLast(kernel, channelsLast));

/** The transpose of a convolution from images of the output's size. */
const transposedMap = (
  cache: WeightCache,
  kernel: Weight,
  groups: number,
  geometry: Geometry,
  stored: readonly number[],
): LinearMap => {
  const [window, size] = [planeWindow(geometry), planeSize(geometry)];
  const base =
    geometry.spatial > 2
      ? volumeMap(cache, kernel, groups, geometry)
      : groups === 1
        ? convMap(cache, kernel, window, size)
        : groupedMap(cache, kernel, groups, window, size);
  return {
    kernel: () => kernel.read(),
    apply: (x, change) => base.transpose(x, [x.shape[0], ...stored], change),
    transpose: (y, _, change) => base.apply(y, change),
  };
};

/** Places and channels of the output as the map has them: a signal is an image of one column. */
const storedOutput = (outputs: readonly number[], channels: number): number[] => [
  ...(outputs.length === 1 ? [outputs[0], 1] : outputs),
  channels,
];

const check = (at: Attributes, channels: number, expected: number): void => {
  if (channels !== expected)
    throw at.refusal(`has a kernel for ${expected} channels, and takes ${channels}; expected as many`);
};

const convTranspose: Operation = {
  evaluate: ([x, kernel, bias], at) => {
    const channelsLast = at.flag('channelsLast');
    const image = toChannelsLast(x, channelsLast);
    const { size, each, filters: channels } = kernelSides(kernel.shape, channelsLast);
    check(at, image.shape.at(-1)!, channels);
    const groups = at.number('group', 1);
    const { geometry, outputs } = geometryOf(at, image.shape.slice(1, -1), size);
    const cache = new WeightCache();
    const weight = ownKernel(kernel, channelsLast);
    const stored = storedOutput(outputs, each * groups);
    const map = transposedMap(
      cache,
      { key: 'kernel', sources: () => [weight], read: () => weight },
      groups,
      geometry,
      stored,
    );
    const plane = map.apply(x.rank === 3 ? tf.expandDims(image, 2) : image);
    cache.dispose();
    const y = x.rank === 3 ? tf.squeeze(plane, [2]) : plane;
    return [fromChannelsLast(bias ? tf.add(y, bias) : y, channelsLast)];
  },
  lower: (site: Site): Live[] => {
    const { x: image, channelsLast, rank } = asStoredImage(site, site.live(0));
    const { size, each, filters: channels } = kernelSides(site.constant(1)!.shape, channelsLast);
    check(site, image.stored.at(-1)!, channels);
    const groups = site.number('group', 1);
    const { geometry, outputs } = geometryOf(site, image.stored.slice(0, -1), size);
    const kernel = site.weight(1, 'last', (given) => ownKernel(given, channelsLast));
    const stored = storedOutput(outputs, each * groups);
    const map = transposedMap(site.builder.cache, kernel, groups, geometry, stored);
    const bias = site.inputs[2] === undefined ? undefined : site.weight(2);
    const axes = imageAxes(rank, channelsLast);
    const y = site.add(linear(map, bias), [asPlane(site, image)], stored, axes);
    return [fromPlane(site, y, rank, axes)];
  },
};

/** Transposed convolutions. */
export const transposedConvolutions: Operations = { ConvTranspose: convTranspose };
