import { averagePoolMap, linear, maxPooling, type Operator, sizeOfShape } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../attributes.js';
import { asFunction } from '../lowering/as-function.js';
import type { Site } from '../lowering/site.js';
import type { Live } from '../lowering/value.js';
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
import { paddingStep } from './padding.js';
import type { Operation, Operations } from './operation.js';

type Pooled = 'max' | 'average';

const windowOf = (attributes: Attributes, lengths: readonly number[]): Geometry => {
  const size = attributes.numbers('kernel_shape');
  if (!size) throw attributes.refusal('has no kernel_shape; expected the sides of a window');
  return geometryOf(attributes, lengths, size, attributes.flag('ceil_mode'));
};

const isDilated = ({ dilations }: Geometry): boolean => dilations.some((rate) => rate !== 1);

/** Pooling over tensors with channels last. */
const pooledPlain = (kind: Pooled, x: tf.Tensor, geometry: Geometry, countsPadding: boolean): tf.Tensor => {
  const { spatial, size, strides, dilations, sides } = geometry;
  const padded = paddedImage(x, sides, kind === 'max' ? -Infinity : 0);
  const lengths = outputLengths(x.shape.slice(1, -1), geometry);
  // Sums of windows, cell by cell: any number of axes, any dilation.
  const cells = sizeOfShape(size);
  const cellsOf = (whole: tf.Tensor): tf.Tensor[] =>
    Array.from({ length: cells }, (_, cell) => {
      const at: number[] = [];
      let rest = cell;
      for (let axis = spatial - 1; axis >= 0; axis--) {
        at[axis] = (rest % size[axis]) * dilations[axis];
        rest = Math.floor(rest / size[axis]);
      }
      const end = at.map((start, axis) => start + (lengths[axis] - 1) * strides[axis] + 1);
      return tf.stridedSlice(whole, [0, ...at, 0], [whole.shape[0], ...end, whole.shape.at(-1)!], [1, ...strides, 1]);
    });
  const parts = cellsOf(padded);
  if (kind === 'max') return parts.slice(1).reduce((a, b) => tf.maximum(a, b), parts[0]);
  const sum = tf.addN(parts);
  if (countsPadding) return tf.div(sum, cells);
  const counts = cellsOf(paddedImage(tf.onesLike(x), sides));
  return tf.div(sum, tf.addN(counts));
};

const pooling = (kind: Pooled): Operation => {
  const countsPadding = (attributes: Attributes): boolean => kind === 'average' && attributes.flag('count_include_pad');
  const evaluate: Operation['evaluate'] = ([x], attributes) => {
    const channelsLast = attributes.flag('channelsLast');
    const image = toChannelsLast(x, channelsLast);
    const y = pooledPlain(kind, image, windowOf(attributes, image.shape.slice(1, -1)), countsPadding(attributes));
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
      if (given.spatial > 2 || isDilated(given) || (counted && site.flag('ceil_mode')))
        return asFunction(site, { evaluate });
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
    if (rank > 4) throw site.refusal('pools volumes, which has no backward pass here; expected images or signals');
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
