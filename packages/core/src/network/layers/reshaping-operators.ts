import * as tf from '@tensorflow/tfjs-core';
import { sizeOfShape } from '../../numeric/shapes.js';
import { changeKernel } from '../maps/kernel-change.js';
import type { LinearMap } from '../maps/linear-map.js';
import type { Weight } from '../maps/weights.js';
import type { EarlierScale, Operator, Sides } from '../steps.js';
import { gather, indexMap, type IndexMap, scatter } from './index-map.js';

/** A copy of the input in another order, shape or size; its transpose adds each value to where it was copied from. */
export const reshaping = (
  apply: (x: tf.Tensor) => tf.Tensor,
  transpose: (y: tf.Tensor, inputShape: readonly number[]) => tf.Tensor,
): Operator => {
  const map: LinearMap = {
    apply: (x, change) => tf.mul(apply(x), changeKernel(tf.scalar(1), change)),
    transpose: (y, shape, change) => tf.mul(transpose(y, shape), changeKernel(tf.scalar(1), change)),
  };
  return {
    kind: 'reshaping',
    map,
    forward: ([x]) => [apply(x)],
    vjp: (dy, { inputShape }) => transpose(dy, inputShape),
  };
};

type ScaleBefore = NonNullable<Operator['scaleBefore']>;

/** The `scaleBefore` of a step that keeps the last axis. */
export const channelsKept =
  (rank: number): ScaleBefore =>
  (shape) => {
    const before = [...Array<number>(rank - 1).fill(1), shape[shape.length - 1]];
    const isOfChannels = shape.slice(0, -1).every((size) => size === 1);
    return isOfChannels ? { shape: before, of: (scale) => tf.reshape(scale, before) } : undefined;
  };

const shuffled =
  (dims: readonly number[]): ScaleBefore =>
  (shape): EarlierScale => {
    const order = [0, ...dims.map((_, axis) => dims.indexOf(axis + 1) + 1)];
    return { shape: order.map((axis) => shape[axis]), of: (scale) => tf.transpose(scale, order) };
  };

/** A step that keeps the elements in order and changes the shape alone, which is given with the batch. */
export const reshaped = (to: (shape: readonly number[]) => readonly number[]): Operator => {
  const reshape = (x: tf.Tensor): tf.Tensor => tf.reshape(x, [...to(x.shape)]);
  return {
    ...reshaping(reshape, (y, inputShape) => tf.reshape(y, [...inputShape])),
    copies: 'all',
    float64: { kind: 'copy', shape: to },
    training: { weights: [], back: (dy, x) => tf.reshape(dy, x.shape), push: reshape },
  };
};

/**
 * A step that copies elements to other places: `mapOf` is asked once per shape of an input, without the batch; `copies` says whether
 * its output has all of them once, or some, and is missing where it adds zeros.
 */
const copied = (
  mapOf: (shape: readonly number[]) => IndexMap,
  copies?: Operator['copies'],
  scaleBefore?: ScaleBefore,
): Operator => {
  const maps = new Map<string, IndexMap>();
  const of = (shape: readonly number[]): IndexMap => {
    const key = shape.join();
    const map = maps.get(key) ?? mapOf(shape);
    maps.set(key, map);
    return map;
  };
  const step = reshaping(
    (x) => gather(x, of(x.shape.slice(1))),
    (y, inputShape) => scatter(y, of(inputShape.slice(1)), inputShape),
  );
  return { ...step, ...(copies && { copies }), ...(scaleBefore && { scaleBefore }) };
};

/**
 * A step that looks up rows of a table by whole numbers. Relevance of a row is that of its number; there is no derivative.
 *
 * @param table - `[rows, ...]`
 */
export const lookingUp = (table: Weight): Operator => ({
  kind: 'reshaping',
  isTable: true,
  forward: ([x]) => [tf.gather(table.read(), tf.cast(x, 'int32'))],
  vjp: (_, { inputShape }) => tf.zeros([...inputShape]),
  signal: (dy, { inputShape }) => tf.reshape(tf.sum(tf.reshape(dy, [sizeOfShape(inputShape), -1]), 1), [...inputShape]),
});

/** A step that puts the axes in another order: `dims` names the input's axis, from 1, for each of the output's. */
export const permuted = (dims: readonly number[]): Operator =>
  copied(
    (shape) => {
      const to = dims.map((dim) => shape[dim - 1]);
      return indexMap(shape, to, (place) => {
        const source = [...place];
        dims.forEach((dim, axis) => (source[dim - 1] = place[axis]));
        return source;
      });
    },
    'all',
    shuffled(dims),
  );

/** A step that puts rows and columns of zeros around an NHWC image. */
export const zeroPadded = (sides: Sides): Operator => {
  const [[top, bottom], [left, right]] = sides;
  const copies = top + bottom + left + right === 0 ? 'all' : undefined;
  const step = copied((shape) => {
    const [h, w, c] = shape;
    return indexMap(shape, [h + top + bottom, w + left + right, c], ([row, column, k]) => {
      const [r, s] = [row - top, column - left];
      return r >= 0 && r < h && s >= 0 && s < w ? [r, s, k] : undefined;
    });
  }, copies);
  return { ...step, padding: sides };
};

/** A step that cuts rows and columns off an NHWC image. */
export const cropped = ([[top, bottom], [left, right]]: Sides): Operator =>
  copied(
    (shape) => {
      const [h, w, c] = shape;
      return indexMap(shape, [h - top - bottom, w - left - right, c], ([row, column, k]) => [
        row + top,
        column + left,
        k,
      ]);
    },
    top + bottom + left + right === 0 ? 'all' : 'some',
    channelsKept(4),
  );

/** A step that repeats each row and each column of an NHWC image. */
export const repeated = ([down, across]: readonly [number, number]): Operator =>
  copied(
    (shape) => {
      const [h, w, c] = shape;
      return indexMap(shape, [h * down, w * across, c], ([row, column, k]) => [
        Math.floor(row / down),
        Math.floor(column / across),
        k,
      ]);
    },
    down * across === 1 ? 'all' : 'some',
    channelsKept(4),
  );

/** A step that repeats a vector: from `[n, c]` to `[n, times, c]`. */
export const repeatedVector = (times: number): Operator =>
  copied((shape) => indexMap(shape, [times, shape[0]], ([, k]) => [k]), times === 1 ? 'all' : 'some', channelsKept(2));

/** A step that puts a logit of 0 before another one: from `[n, 1]` to `[n, 2]`, whose softmax is the sigmoid of the other. */
export const twoLogits = reshaping(
  (z) =>
    tf.pad(z, [
      [0, 0],
      [1, 0],
    ]),
  (y) => tf.slice(y, [0, 1], [-1, 1]),
);

/** From `[n, w, c]` to an image of one column, `[n, w, 1, c]`. */
export const asImage: Operator = { ...reshaped(([n, w, c]) => [n, w, 1, c]), scaleBefore: channelsKept(3) };

/** From an image of one column back to `[n, w, c]`. */
export const asRow: Operator = { ...reshaped(([n, w, , c]) => [n, w, c]), scaleBefore: channelsKept(4) };

/** From anything to `[n, elements]`. */
export const asVector = reshaped(([n, ...rest]) => [n, sizeOfShape(rest)]);
