import * as tf from '@tensorflow/tfjs-core';
import { sizeOfShape } from '@interp/core/internal';
import type { Attributes } from '../../attributes.js';
import { asFunction } from '../../lowering/as-function.js';
import { stridesOf } from '../../lowering/value.js';
import type { Operation, Operations } from '../operation.js';

/** Places that a sample takes along one axis, each with its share, both `[n · samples]`; a place may lie outside. */
interface Tap {
  readonly place: tf.Tensor;
  readonly share: tf.Tensor;
}

/** Places and shares along all axes. */
interface Corner {
  readonly places: readonly tf.Tensor[];
  readonly share: tf.Tensor;
}

const isAligned = (at: Attributes): boolean => at.flag('align_corners');

/** From -1 … 1 to places: to the middle of the first and the last one where corners are aligned, else to their outer borders. */
const placesOf = (at: Attributes, x: tf.Tensor, length: number): tf.Tensor =>
  isAligned(at) ? tf.mul(tf.add(x, 1), (length - 1) / 2) : tf.sub(tf.mul(tf.add(x, 1), length / 2), 0.5);

/** Places reflected at the borders as often as necessary. */
const reflected = (at: Attributes, place: tf.Tensor, length: number): tf.Tensor => {
  const [low, high] = isAligned(at) ? [0, length - 1] : [-0.5, length - 0.5];
  const span = high - low;
  if (span === 0) return tf.zerosLike(place);
  const far = tf.abs(tf.sub(place, low));
  const turns = tf.floor(tf.div(far, span));
  const rest = tf.sub(far, tf.mul(turns, span));
  const isOdd = tf.sub(turns, tf.mul(2, tf.floor(tf.div(turns, 2))));
  // low + rest, or high - rest at every second turn
  return tf.add(tf.add(low, rest), tf.mul(isOdd, tf.sub(span, tf.mul(2, rest))));
};

/** A place within the borders, as far as these are asked for. */
const bounded = (at: Attributes, place: tf.Tensor, length: number): tf.Tensor => {
  const padding = at.text('padding_mode', 'zeros');
  if (padding === 'zeros') return place;
  return tf.clipByValue(padding === 'reflection' ? reflected(at, place, length) : place, 0, length - 1);
};

const cubicShares = (a: number, t: tf.Tensor): readonly tf.Tensor[] => {
  const near = (d: tf.Tensor): tf.Tensor => tf.add(tf.mul(tf.mul(tf.sub(tf.mul(a + 2, d), a + 3), d), d), 1);
  const far = (d: tf.Tensor): tf.Tensor =>
    tf.sub(tf.mul(tf.add(tf.mul(tf.sub(tf.mul(a, d), 5 * a), d), 8 * a), d), 4 * a);
  const rest = tf.sub(1, t);
  return [far(tf.add(t, 1)), near(t), near(rest), far(tf.add(rest, 1))];
};

/** What a sample takes along one axis. */
const tapsOf = (at: Attributes, given: tf.Tensor, length: number): readonly Tap[] => {
  const mode = at.text('mode', 'linear');
  const place = placesOf(at, given, length);
  if (mode === 'cubic' || mode === 'bicubic') {
    const below = tf.floor(place);
    return cubicShares(at.number('cubic_coeff_a', -0.75), tf.sub(place, below)).map((share, k) => ({
      place: bounded(at, tf.add(below, k - 1), length),
      share,
    }));
  }
  const inside = bounded(at, place, length);
  if (mode === 'nearest') return [{ place: tf.round(inside), share: tf.onesLike(inside) }];
  if (mode !== 'linear' && mode !== 'bilinear')
    throw at.refusal(`samples by ${mode.slice(0, 40)}; expected linear, nearest or cubic`);
  const below = tf.floor(inside);
  const share = tf.sub(inside, below);
  return [
    { place: below, share: tf.sub(1, share) },
    { place: tf.add(below, 1), share },
  ];
};

/** All combinations of places along the axes. */
const cornersOf = (taps: readonly (readonly Tap[])[]): readonly Corner[] =>
  taps.slice(1).reduce<readonly Corner[]>(
    (corners, axis) =>
      corners.flatMap(({ places, share }) =>
        axis.map((tap) => ({ places: [...places, tap.place], share: tf.mul(share, tap.share) })),
      ),
    taps[0].map(({ place, share }) => ({ places: [place], share })),
  );

/** Rows of values `[rows, channels]` by places, 0 for those outside, weighed. */
const sampledAt = (
  rows: tf.Tensor,
  shape: readonly number[],
  image: tf.Tensor,
  { places, share }: Corner,
): tf.Tensor => {
  const isInside = places
    .map((place, axis) => tf.logicalAnd(tf.greaterEqual(place, 0), tf.lessEqual(place, shape[axis] - 1)))
    .reduce((a, b) => tf.logicalAnd(a, b));
  const strides = stridesOf(shape);
  const index = places.reduce(
    (sum, place, axis) => tf.add(sum, tf.mul(tf.clipByValue(place, 0, shape[axis] - 1), strides[axis])),
    image,
  );
  const weight = tf.mul(share, tf.cast(isInside, 'float32'));
  return tf.mul(tf.gather(rows, tf.cast(index, 'int32')), tf.expandDims(weight, 1));
};

/** The most rows of all images together, which float32 tells apart. */
const mostRows = 2 ** 24;

/** Samples values `[n, channels, …places]` at places `[n, …samples, axes]` between -1 and 1, the last axis first. */
const evaluate: Operation['evaluate'] = ([x, grid], at) => {
  const [n, channels, ...shape] = x.shape;
  const axes = shape.length;
  const size = sizeOfShape(shape);
  if (grid.rank !== x.rank || grid.shape.at(-1) !== axes || grid.shape[0] !== n)
    throw at.refusal(
      `samples [${x.shape.join(', ')}] at places of [${grid.shape.join(', ')}]; expected one for each axis`,
    );
  if (n * size >= mostRows) throw at.refusal(`samples ${n * size} places; expected fewer than ${mostRows}`);
  const samples = grid.shape.slice(1, -1);
  const count = sizeOfShape(samples);
  const points = tf.reshape(grid, [n * count, axes]);
  const along = (axis: number): tf.Tensor =>
    tf.reshape(tf.slice(points, [0, axes - 1 - axis], [n * count, 1]), [n * count]);
  const first = [0, ...shape.map((_, i) => i + 2), 1];
  const rows = tf.reshape(tf.transpose(x, first), [n * size, channels]);
  const image = tf.tensor1d(Float32Array.from({ length: n * count }, (_, i) => Math.floor(i / count) * size));
  const corners = cornersOf(shape.map((length, axis) => tapsOf(at, along(axis), length)));
  const made = corners.map((corner) => sampledAt(rows, shape, image, corner)).reduce((a, b) => tf.add(a, b));
  const back = [0, samples.length + 1, ...samples.map((_, i) => i + 1)];
  return [tf.transpose(tf.reshape(made, [n, ...samples, channels]), back)];
};

/** Values at places between those that there are; the places only choose, as what is multiplied by gates. */
const gridSample: Operation = { evaluate, follow: [1], passes: 'first' };

/** Where each place of an image lies after an affine map, `[places, axes + 1]` with a last column of ones. */
const basePlaces = (at: Attributes, shape: readonly number[]): tf.Tensor2D => {
  const axes = shape.length;
  const strides = stridesOf(shape);
  const middle = (place: number, length: number): number =>
    isAligned(at) ? (length === 1 ? 0 : (2 * place) / (length - 1) - 1) : (2 * place + 1) / length - 1;
  const rows = Array.from({ length: sizeOfShape(shape) }, (_, i) => [
    ...shape.map((length, axis) => middle(Math.floor(i / strides[axis]) % length, length)).reverse(),
    1,
  ]);
  return tf.tensor2d(rows, [rows.length, axes + 1]);
};

/** The places of an affine map `[n, axes, axes + 1]` for images of a shape. */
const mapped = (theta: tf.Tensor, shape: readonly number[], at: Attributes): tf.Tensor => {
  const n = theta.shape[0];
  const base = tf.broadcastTo(tf.expandDims(basePlaces(at, shape)), [n, sizeOfShape(shape), shape.length + 1]);
  return tf.reshape(tf.matMul(base, theta, false, true), [n, ...shape, shape.length]);
};

const affineGrid: Operation = {
  evaluate: ([theta, size], at) => [mapped(theta, [...size.dataSync()].slice(2), at)],
  lower: (site) => {
    const shape = site.integers(1)![0].slice(2);
    const forShape: Operation = { evaluate: ([theta], at) => [mapped(theta, shape, at)], passes: 'sums' };
    return asFunction({ ...site, inputs: site.inputs.slice(0, 1) }, forShape);
  },
};

/** Values of images at places that a grid says, and the grid of an affine map. Jaderberg et al. 2015. */
export const gridSamplings: Operations = {
  GridSample: { ...gridSample, lower: (site) => asFunction(site, gridSample) },
  AffineGrid: affineGrid,
};
