import { averagePoolMap, linear, maxPooling, type Operator } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../../attributes.js';
import type { Site } from '../../lowering/site.js';
import type { Live } from '../../lowering/value.js';
import {
  asPlane,
  asStoredImage,
  fromChannelsLast,
  fromPlane,
  type Geometry,
  geometryOf,
  imageAxes,
  outputLengths,
  planeSize,
  planeWindow,
  toChannelsLast,
} from './images.js';
import { paddingStep } from '../padding.js';
import type { Operation, Operations } from '../operation.js';
import { averageMap, maximumOfWindows } from './window-cells.js';

type Pooled = 'max' | 'average';

const windowOf = (attributes: Attributes, lengths: readonly number[]): Geometry => {
  const size = attributes.numbers('kernel_shape');
  if (!size) throw attributes.refusal('has no kernel_shape; expected the sides of a window');
  return geometryOf(attributes, lengths, size, attributes.flag('ceil_mode'));
};

const isDilated = ({ dilations }: Geometry): boolean => dilations.some((rate) => rate !== 1);

/** Pooling cell by cell: over any number of axes, with any dilation. */
const overCells = (kind: Pooled, geometry: Geometry, lengths: readonly number[], countsPadding: boolean): Operator =>
  kind === 'max'
    ? maximumOfWindows(geometry)
    : linear(averageMap(geometry, lengths, countsPadding ? (geometry.said ?? geometry.sides) : undefined));

const pooling = (kind: Pooled): Operation => {
  const countsPadding = (attributes: Attributes): boolean => kind === 'average' && attributes.flag('count_include_pad');
  const evaluate: Operation['evaluate'] = ([x], attributes) => {
    const channelsLast = attributes.flag('channelsLast');
    const image = toChannelsLast(x, channelsLast);
    const lengths = image.shape.slice(1, -1);
    const geometry = windowOf(attributes, lengths);
    const [y] = overCells(kind, geometry, lengths, countsPadding(attributes)).forward([image]);
    return [fromChannelsLast(y, channelsLast)];
  };
  return {
    evaluate,
    lower: (site): Live[] => {
      const { x: image, channelsLast, rank } = asStoredImage(site, site.live(0));
      if (site.node.outputs.length > 1 && site.node.outputs[1] !== '')
        throw site.refusal('also gives where maxima are; expected the maxima alone');
      const given = windowOf(site, image.stored.slice(0, -1));
      const isPadded = given.sides.some((pair) => pair.some((n) => n > 0));
      const counted = countsPadding(site) && isPadded;
      if (given.spatial > 2 || isDilated(given) || (counted && site.flag('ceil_mode'))) {
        const places = image.stored.slice(0, -1);
        const stored = [...outputLengths(places, given), image.stored.at(-1)!];
        const step = overCells(kind, given, places, countsPadding(site));
        return [site.add(step, [image], stored, imageAxes(rank, channelsLast))];
      }
      const whole = asPlane(site, image);
      const x = counted ? paddingStep(site, whole, planeWindow(given).padding) : whole;
      const geometry: Geometry = counted ? { ...given, sides: given.sides.map(() => [0, 0] as const) } : given;
      const [window, size] = [planeWindow(geometry), planeSize(geometry)];
      const lengths = outputLengths(image.stored.slice(0, -1), given);
      const operator: Operator =
        kind === 'max'
          ? { ...maxPooling(() => size, window), float64: { kind: 'maximum', size: () => size, window } }
          : linear(averagePoolMap(() => size, window));
      const stored = [lengths[0], given.spatial === 1 ? 1 : lengths[1], image.stored.at(-1)!];
      const axes = imageAxes(rank, channelsLast);
      return [fromPlane(site, site.add(operator, [x], stored, axes), rank, axes)];
    },
  };
};

const once = { strides: [1, 1], dilations: [1, 1], padding: 'valid' } as const;

/**
 * Pools all places of stored images, as one step.
 *
 * @param site - the operation
 * @param x - stored `[places…, channels]`, of one or two axes of places
 * @param kind - what is taken
 * @param axes - logical axes of the result, stored `[1, 1, channels]`, or `[1, channels]`
 */
export const pooledWhole = (site: Site, x: Live, kind: Pooled, axes: Live['axes']): Live => {
  const rank = x.stored.length + 1;
  const image = asPlane(site, x);
  const size = [image.stored[0], image.stored[1]] as const;
  const operator = kind === 'max' ? maxPooling(() => size, once) : linear(averagePoolMap(() => size, once));
  const pooled = site.add(operator, [image], [1, 1, image.stored[2]], axes);
  return fromPlane(site, pooled, rank, axes);
};

const globalPooling = (kind: Pooled): Operation => ({
  evaluate: ([x], attributes) => {
    const channelsLast = attributes.flag('channelsLast');
    const places = Array.from({ length: x.rank - 2 }, (_, i) => (channelsLast ? i + 1 : i + 2));
    return [(kind === 'max' ? tf.max : tf.mean)(x, places, true)];
  },
  lower: (site) => {
    const { x, channelsLast, rank } = asStoredImage(site, site.live(0));
    if (rank > 4) {
      const size = x.stored.slice(0, -1);
      const ones = size.map(() => 1);
      const whole = {
        spatial: size.length,
        size,
        strides: ones,
        dilations: ones,
        sides: size.map(() => [0, 0] as const),
      };
      const stored = [...ones, x.stored.at(-1)!];
      return [site.add(overCells(kind, whole, size, false), [x], stored, imageAxes(rank, channelsLast))];
    }
    return [pooledWhole(site, x, kind, imageAxes(rank, channelsLast))];
  },
});

/** Pooling. */
export const poolings: Operations = {
  MaxPool: pooling('max'),
  AveragePool: pooling('average'),
  GlobalMaxPool: globalPooling('max'),
  GlobalAveragePool: globalPooling('average'),
};
