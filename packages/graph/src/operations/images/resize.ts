import { linear } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../../attributes.js';
import { type Site, storedAxis } from '../../lowering/site.js';
import { axisOf, type Live, numbersOf, shapeFor } from '../../lowering/value.js';
import { alongAxis, axisMap } from '../along-axis.js';
import type { Operation, Operations } from '../operation.js';
import { pickedAlong } from '../padding.js';

/** How one axis is resized: its length before and after, and how many places there are for one. */
interface Resized {
  readonly axis: number;
  readonly from: number;
  readonly to: number;
  readonly scale: number;
}

/** Where in the input a place of the output lies. */
const coordinate = (at: Attributes, { from, to, scale }: Resized, place: number): number => {
  const centred = (place + 0.5) / scale - 0.5;
  const mode = at.text('coordinate_transformation_mode', 'half_pixel');
  switch (mode) {
    case 'half_pixel':
      return centred;
    case 'pytorch_half_pixel':
      return to > 1 ? centred : 0;
    case 'align_corners':
      return to > 1 ? (place * (from - 1)) / (to - 1) : 0;
    case 'asymmetric':
      return place / scale;
    case 'tf_half_pixel_for_nn':
      return (place + 0.5) / scale;
    case 'half_pixel_symmetric':
      return (from / 2) * (1 - to / (scale * from)) + centred;
    default:
      throw at.refusal(`places pixels by ${mode}; expected half_pixel, align_corners, asymmetric or one of their kind`);
  }
};

const nearest = (at: Attributes, position: number): number => {
  switch (at.text('nearest_mode', 'round_prefer_floor')) {
    case 'floor':
      return Math.floor(position);
    case 'ceil':
      return Math.ceil(position);
    case 'round_prefer_ceil':
      return Math.floor(position + 0.5);
    default:
      return Math.ceil(position - 0.5);
  }
};

const within = (place: number, length: number): number => Math.min(length - 1, Math.max(0, place));

/** For each place of the output, the place of the input that it copies. */
const nearestPlaces = (at: Attributes, axis: Resized): number[] =>
  Array.from({ length: axis.to }, (_, place) => within(nearest(at, coordinate(at, axis, place)), axis.from));

/** Weights of places around a position, from the one before the place below it to the one after the place above it. */
const tapsOf = (at: Attributes, fraction: number): readonly number[] => {
  if (at.text('mode', 'nearest') !== 'cubic') return [0, 1 - fraction, fraction, 0];
  const a = at.number('cubic_coeff_a', -0.75);
  const near = (d: number): number => ((a + 2) * d - (a + 3)) * d * d + 1;
  const far = (d: number): number => ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
  return [far(1 + fraction), near(fraction), near(1 - fraction), far(2 - fraction)];
};

/** Weights of the places around a position where an axis becomes shorter: the interpolation is as wide as a place of the output. */
const wideTaps = (at: Attributes, position: number, scale: number): { readonly at: number; readonly weight: number }[] => {
  const isCubic = at.text('mode', 'nearest') === 'cubic';
  const a = at.number('cubic_coeff_a', -0.75);
  const weightAt = (d: number): number => {
    if (!isCubic) return Math.max(0, 1 - d);
    if (d <= 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
    return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
  };
  const reach = (isCubic ? 2 : 1) / scale;
  const first = Math.floor(position) + Math.floor(-reach) + 1;
  const count = 2 * (Math.floor(position) + 1 - first);
  return Array.from({ length: count }, (_, i) => ({ at: first + i, weight: weightAt(Math.abs(first + i - position) * scale) }));
}; // prettier-ignore

/** What each place of the output takes of each place of the input, `[to, from]`. */
const weightsOf = (at: Attributes, axis: Resized): Float32Array => {
  const { from, to } = axis;
  const weights = new Float32Array(to * from);
  for (let place = 0; place < to; place++) {
    const position = coordinate(at, axis, place);
    const below = Math.floor(position);
    const taps = tapsOf(at, position - below).map((weight, k) => ({ at: below - 1 + k, weight }));
    const isWide = at.flag('antialias') && axis.scale < 1;
    const all = isWide ? wideTaps(at, position, axis.scale) : taps;
    // What lies outside is the nearest place inside, or left out.
    const used = at.flag('exclude_outside') ? all.filter((tap) => tap.at >= 0 && tap.at < from) : all;
    const sum = used.reduce((total, { weight }) => total + weight, 0);
    for (const tap of used) weights[place * from + within(tap.at, from)] += tap.weight / sum;
  }
  return weights;
};

/** The axes that change, from scales or sizes. */
const resizedAxes = (
  at: Attributes,
  shape: readonly number[],
  scales: readonly number[] | undefined,
  sizes: readonly number[] | undefined,
): Resized[] => {
  if (at.text('keep_aspect_ratio_policy', 'stretch') !== 'stretch')
    throw at.refusal('keeps proportions, which is not supported; expected sizes that stretch');
  const axes = (at.numbers('axes') ?? shape.map((_, axis) => axis)).map((axis) => axisOf(axis, shape.length));
  return axes.flatMap((axis, i) => {
    const from = shape[axis];
    const scale = sizes?.length ? sizes[i] / from : (scales?.[i] ?? NaN);
    const to = sizes?.length ? sizes[i] : Math.floor(from * scale);
    if (!(to >= 1)) throw at.refusal(`makes an axis of ${to} places; expected one or more`);
    return to === from && scale === 1 ? [] : [{ axis, from, to, scale }];
  });
};

const isNearest = (at: Attributes): boolean => at.text('mode', 'nearest') === 'nearest';

const evaluateResize = (x: tf.Tensor, at: Attributes, axes: readonly Resized[]): tf.Tensor =>
  axes.reduce(
    (y, one) =>
      isNearest(at)
        ? tf.gather(y, tf.tensor1d(nearestPlaces(at, one), 'int32'), one.axis)
        : alongAxis(y, one.axis, tf.tensor3d(weightsOf(at, one), [1, one.to, one.from]), false),
    tf.add(x, 0),
  );

const lowerResize = (
  site: Site,
  batch: number,
  axesFor: (shape: readonly number[], which: 0 | 1) => Resized[],
): Live => {
  let x = site.live(0);
  const axes = axesFor(shapeFor(x, batch), 0);
  const kept = new Set(axes.map(({ axis }) => axis));
  for (const [i, parts] of x.axes.entries()) if (kept.has(i) && parts.includes(0)) storedAxis(site, x, i);
  for (const one of axes) {
    const axis = storedAxis(site, x, one.axis);
    const stored = x.stored.with(axis - 1, one.to);
    const step = isNearest(site)
      ? pickedAlong(axis, nearestPlaces(site, one))
      : linear(axisMap(axis, one.from, one.to, weightsOf(site, one)));
    x = site.add(step, [x], stored, x.axes);
  }
  return x;
};

const listOf = (tensor: tf.Tensor | undefined): number[] | undefined => (tensor ? numbersOf(tensor) : undefined);

const resize: Operation = {
  evaluate: ([x, , scales, sizes], at) => [
    evaluateResize(x, at, resizedAxes(at, x.shape, listOf(scales), listOf(sizes))),
  ],
  lower: (site) => {
    const [scales, sizes] = [site.integers(2), site.integers(3)];
    // The batch keeps its length: its scale is 1, and its size grows with it, or is as many as the source fixes.
    const isSaidOnce = sizes && sizes[0].join() === sizes[1].join();
    const batch = (isSaidOnce ? site.builder.fixedBatch : undefined) ?? 2;
    return [lowerResize(site, batch, (shape, which) => resizedAxes(site, shape, scales?.[which], sizes?.[which]))];
  },
};

/** What `Resize` was before: scales alone, and no place of pixels but the first. */
const upsample: Operation = {
  evaluate: ([x, scales], at) => [
    evaluateResize(x, old(at), resizedAxes(old(at), x.shape, listOf(scales) ?? at.numbers('scales'), undefined)),
  ],
  lower: (site) => {
    const scales = site.integers(1)?.[0] ?? site.numbers('scales');
    const own: Site = { ...site, text: old(site).text };
    return [lowerResize(own, 2, (shape) => resizedAxes(own, shape, scales, undefined))];
  },
};

const old = (at: Attributes): Attributes => ({
  ...at,
  text: (name, usual) =>
    name === 'coordinate_transformation_mode' ? 'asymmetric' : name === 'nearest_mode' ? 'floor' : at.text(name, usual),
});

/** Resizing. */
export const resizings: Operations = { Resize: resize, Upsample: upsample };
