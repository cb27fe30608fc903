import * as tf from '@tensorflow/tfjs-core';
import { sizeOfShape } from '../../numeric/shapes.js';
import { changeKernel, type KernelChange } from '../maps/kernel-change.js';
import type { LinearMap } from '../maps/linear-map.js';
import type { Merge, Operator } from '../steps.js';

/** The map that sums over axis 1 of `[n, terms, ...]`, each term with a weight given their number; its kernel is that weight. */
const sumMap = (weightOf: (terms: number) => number): LinearMap => {
  const weight = (inputShape: readonly number[], change?: KernelChange): tf.Tensor =>
    changeKernel(tf.scalar(weightOf(inputShape[1])), change);
  return {
    kernel: (inputShape) => weight(inputShape),
    apply: (x, change) => tf.mul(tf.sum(x, 1), weight(x.shape, change)),
    transpose: (y, inputShape, change) => {
      const weighted = tf.mul(y, weight(inputShape, change));
      return tf.stack(
        Array.from({ length: inputShape[1] }, () => weighted),
        1,
      );
    },
  };
};

const sameRank = (x: tf.Tensor, rank: number): tf.Tensor =>
  x.rank === rank ? x : tf.reshape(x, [x.shape[0], ...Array<number>(rank - x.rank).fill(1), ...x.shape.slice(1)]);

/** Concatenation, as a linear map of the merged tensor. */
const identity: LinearMap = { apply: (x) => tf.clone(x), transpose: (y) => tf.clone(y) };

const summing = (map: LinearMap, merge: Merge): Operator => ({
  kind: 'merging',
  merge,
  map,
  forward: (inputs) => [map.apply(merge.join(inputs))],
  vjp: (dy, { inputShape }) => map.transpose(dy, inputShape),
});

/** A sum's derivative of one of its terms, which may have been broadcast to the sum's shape. */
const ofTerm = (dy: tf.Tensor, shape: readonly number[]): tf.Tensor => {
  if (tf.util.arraysEqual(dy.shape, [...shape])) return dy;
  const aligned = [shape[0], ...Array<number>(dy.rank - shape.length).fill(1), ...shape.slice(1)];
  const spread = aligned.flatMap((length, axis) => (length === 1 && dy.shape[axis] > 1 ? [axis] : []));
  return tf.reshape(spread.length ? tf.sum(dy, spread, true) : dy, [...shape]);
};

/** Inputs of a step, which may broadcast, stacked along axis 1. */
const stacked: Merge = {
  shape: ([n, ...rest], terms) => [n, terms, ...rest],
  join: (inputs) => {
    const rank = Math.max(...inputs.map((x) => x.rank));
    const aligned = inputs.map((x) => sameRank(x, rank));
    const shape = aligned.map((x) => x.shape).reduce((a, b) => tf.backend_util.assertAndGetBroadcastShape(a, b));
    return tf.stack(
      aligned.map((x) => tf.broadcastTo(x, shape)),
      1,
    );
  },
  split: (merged, shapes) => tf.unstack(merged, 1).map((part, i) => ofTerm(part, shapes[i])),
};

/** Inputs of any shapes, side by side as rows of numbers, `[n, numbers]`; their shapes are given without the batch. */
export const sideBySide = (shapes: readonly (readonly number[])[]): Merge => {
  const sizes = shapes.map(sizeOfShape);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return {
    shape: ([n]) => [n, total],
    join: (inputs) =>
      tf.concat(
        inputs.map((x, i) => tf.cast(tf.reshape(x, [x.shape[0], sizes[i]]), 'float32')),
        1,
      ),
    split: (merged) => tf.split(merged, sizes, 1).map((part, i) => tf.reshape(part, [merged.shape[0], ...shapes[i]])),
  };
};

/** A step that sums its inputs, each with a weight given their number. */
export const summed = (weightOf: (terms: number) => number): Operator => {
  const weighted = (x: tf.Tensor, terms: number): tf.Tensor => (weightOf(terms) === 1 ? x : tf.mul(x, weightOf(terms)));
  const rankOf = (inputs: readonly tf.Tensor[]): number => Math.max(...inputs.map(({ rank }) => rank));
  return {
    ...summing(sumMap(weightOf), stacked),
    forward: (inputs) => {
      const aligned = inputs.map((x) => sameRank(x, rankOf(inputs)));
      const sum = aligned.slice(1).reduce((before, x) => tf.add(before, x), aligned[0]);
      return [weighted(inputs.length > 1 ? sum : tf.clone(sum), inputs.length)];
    },
    vjps: (dy, shapes) => shapes.map((shape) => ofTerm(weighted(dy, shapes.length), shape)),
  };
};

/** A step that takes the largest of its inputs, or the smallest; the first of equal ones takes the gradient. */
export const extremum = (which: 'largest' | 'smallest'): Operator => {
  const [value, place] = which === 'largest' ? [tf.max, tf.argMax] : [tf.min, tf.argMin];
  return {
    kind: 'merging',
    merge: stacked,
    forward: (inputs) => [value(stacked.join(inputs), 1)],
    vjp: (dy, { x }) => {
      const winners = tf.oneHot(tf.cast(place(x!, 1), 'int32'), x!.shape[1]!);
      const last = winners.rank - 1;
      const mask = tf.transpose(winners, [0, last, ...Array.from({ length: last - 1 }, (_, axis) => axis + 1)]);
      return tf.mul(tf.expandDims(dy, 1), mask);
    },
  };
};

/**
 * A step that lays its inputs side by side along an axis, counted with the batch. A negative one is the last axis, whichever it
 * is: so TensorFlow.js computes it.
 */
export const concatenated = (axis: number): Operator => {
  const along = (rank: number): number => (axis < 0 || axis === rank ? rank - 1 : axis);
  const merge: Merge = {
    shape: (outputShape) => outputShape,
    join: (inputs) => tf.concat([...inputs], along(inputs[0].rank)),
    split: (merged, shapes) =>
      tf.split(
        merged,
        shapes.map((shape) => shape[along(shape.length)]),
        along(merged.rank),
      ),
  };
  const forward: Operator['forward'] = (inputs) => [merge.join(inputs)];
  return { kind: 'merging', merge, map: identity, copies: 'some', forward, vjp: (dy) => dy };
};
