import * as tf from '@tensorflow/tfjs-core';
import { range, sizeOfShape } from '@interp/core/internal';
import type { Attributes } from '../attributes.js';
import { asCopies } from '../lowering/as-copies.js';
import { asFunction } from '../lowering/as-function.js';
import type { Site } from '../lowering/site.js';
import { axisOf, numbersOf, stridesOf } from '../lowering/value.js';
import type { Operation, Operations } from './operation.js';

/** A place along an axis, counted from the end where it is negative. */
const placeIn = (at: Attributes, place: number, length: number): number => {
  const wanted = axisOf(place, length);
  if (wanted >= 0 && wanted < length) return wanted;
  throw at.refusal(`names the place ${place} of an axis of ${length}; expected one that is there`);
};

const flat = (x: tf.Tensor): tf.Tensor => tf.reshape(x, [x.size]);

const picked = (x: tf.Tensor, places: Int32Array, shape: readonly number[]): tf.Tensor =>
  tf.reshape(tf.gather(flat(x), tf.tensor1d(places, 'int32')), [...shape]);

/** For each index of elements along an axis, its place in the whole tensor. */
const elementPlaces = (at: Attributes, indices: tf.Tensor, shape: readonly number[], axis: number): Int32Array => {
  const [own, strides] = [stridesOf(indices.shape), stridesOf(shape)];
  if (indices.rank !== shape.length) throw at.refusal(`has indices of ${indices.rank} axes for ${shape.length}; expected as many`);
  return Int32Array.from(indices.dataSync(), (index, i) =>
    shape.reduce((place, length, k) => {
      const along = k === axis ? placeIn(at, index, length) : placeIn(at, Math.floor(i / own[k]) % indices.shape[k], length);
      return place + along * strides[k];
    }, 0),
  );
}; // prettier-ignore

const gatherElements: Operation['evaluate'] = ([x, indices], at) => {
  const axis = axisOf(at.number('axis', 0), x.rank);
  return [picked(x, elementPlaces(at, indices, x.shape, axis), indices.shape)];
};

/** For each row of indices, the first place of its slice; how many values a slice has, and its shape. */
const slicePlaces = (
  at: Attributes,
  indices: tf.Tensor,
  shape: readonly number[],
  batches: number,
): { readonly starts: number[]; readonly size: number; readonly inner: readonly number[] } => {
  const depth = indices.shape.at(-1)!;
  if (indices.rank < 1 || batches + depth > shape.length)
    throw at.refusal(`has indices of ${depth} for ${shape.length} axes; expected as many at most`);
  const strides = stridesOf(shape);
  const values = indices.dataSync();
  const rows = indices.size / Math.max(1, depth);
  const perBatch = rows / sizeOfShape(shape.slice(0, batches));
  const starts = Array.from({ length: rows }, (_, row) => {
    let place = batches === 0 ? 0 : Math.floor(row / perBatch) * strides[batches - 1];
    for (let k = 0; k < depth; k++)
      place += placeIn(at, values[row * depth + k], shape[batches + k]) * strides[batches + k];
    return place;
  });
  const inner = shape.slice(batches + depth);
  return { starts, size: sizeOfShape(inner), inner };
};

const spread = (starts: readonly number[], size: number): Int32Array =>
  Int32Array.from({ length: starts.length * size }, (_, i) => starts[Math.floor(i / size)] + (i % size));

const gatherND: Operation['evaluate'] = ([x, indices], at) => {
  const { starts, size, inner } = slicePlaces(at, indices, x.shape, at.number('batch_dims', 0));
  return [picked(x, spread(starts, size), [...indices.shape.slice(0, -1), ...inner])];
};

/** Adds updates at places, first those that are the first ones there, then those that are the second ones, and so on. */
const added = (x: tf.Tensor, values: tf.Tensor, places: Int32Array): tf.Tensor => {
  const before = new Map<number, number>();
  const rounds: Int32Array[] = [];
  places.forEach((place, i) => {
    const round = before.get(place) ?? 0;
    before.set(place, round + 1);
    rounds[round] ??= new Int32Array(x.size).fill(values.size);
    rounds[round][place] = i;
  });
  const room = tf.concat([values, tf.zeros([1], values.dtype)]);
  return rounds.reduce((sum, round) => tf.add(sum, picked(room, round, x.shape)), x);
};

/** Puts updates at places of a tensor: in their place, or added, multiplied, the larger or smaller one. */
const scattered = (at: Attributes, x: tf.Tensor, updates: tf.Tensor, places: Int32Array): tf.Tensor => {
  const reduction = at.text('reduction', 'none');
  const values = tf.cast(flat(updates), x.dtype);
  if (values.size !== places.length) throw at.refusal(`has ${values.size} updates for ${places.length} places; expected as many`);
  if (reduction === 'add') return added(x, values, places);
  const last = new Int32Array(x.size).fill(-1);
  for (let i = 0; i < places.length; i++) last[places[i]] = i;
  const hits = tf.reshape(tf.tensor1d(Array.from(last, (i) => i >= 0), 'bool'), x.shape); // prettier-ignore
  const isOnce = new Set(places).size === places.length;
  const chosen = picked(values, last.map((i) => Math.max(i, 0)), x.shape); // prettier-ignore
  if (reduction === 'none') return tf.where(hits, chosen, x);
  const combine = { mul: tf.mul, max: tf.maximum, min: tf.minimum }[reduction];
  if (!combine || !isOnce) throw at.refusal(`puts several updates at a place by ${reduction}; expected add, or one at each place`);
  return tf.where(hits, combine(x, chosen), x);
}; // prettier-ignore

const scatterElements: Operation['evaluate'] = ([x, indices, updates], at) => {
  if (x.size === 0 || indices.size === 0) return [tf.clone(x)];
  const axis = axisOf(at.number('axis', 0), x.rank);
  // Exporters give more updates than indices; those without one are left out.
  const isMore = updates.rank === indices.rank && updates.shape.some((size, i) => size > indices.shape[i]);
  const used = isMore ? tf.slice(updates, indices.shape.map(() => 0), indices.shape) : updates; // prettier-ignore
  return [scattered(at, x, used, elementPlaces(at, indices, x.shape, axis))];
};

const scatterND: Operation['evaluate'] = ([x, indices, updates], at) => {
  if (x.size === 0 || indices.size === 0) return [tf.clone(x)];
  const { starts, size } = slicePlaces(at, indices, x.shape, 0);
  return [scattered(at, x, updates, spread(starts, size))];
};

/** Copies by places that are known at load; where they are computed, or values are added, a function. */
const copying = (evaluate: Operation['evaluate'], follow: readonly number[]): Operation => {
  const operation: Operation = { evaluate, follow, passes: 'values' };
  const adding: Operation = { evaluate, follow, passes: 'sums' };
  return {
    ...operation,
    lower: (site: Site) => {
      const isCopy = site.text('reduction', 'none') === 'none';
      if (isCopy && site.isStatic(1)) return asCopies(site, operation);
      return asFunction(site, isCopy ? operation : adding);
    },
  };
};

/** Above, or below, a diagonal: which values are kept. */
const triangle: Operation = {
  evaluate: ([x, diagonal], at) => {
    const [rows, columns] = x.shape.slice(-2);
    const [k, upper] = [diagonal ? diagonal.dataSync()[0] : 0, at.number('upper', 1) !== 0];
    const kept = Array.from({ length: rows * columns }, (_, i) => {
      const ahead = (i % columns) - Math.floor(i / columns);
      return upper ? ahead >= k : ahead <= k;
    });
    return [tf.where(tf.broadcastTo(tf.tensor2d(kept, [rows, columns], 'bool'), x.shape), x, tf.zerosLike(x))];
  },
  lower: (site) => asCopies(site, triangle),
};

/** Values in order along an axis, the largest or smallest first, and their places. */
const topK: Operation = {
  evaluate: ([x, count], at) => {
    const axis = axisOf(at.number('axis', -1), x.rank);
    const [k, sign] = [count.dataSync()[0], at.number('largest', 1) === 0 ? 1 : -1];
    const [length, stride] = [x.shape[axis], stridesOf(x.shape)[axis]];
    if (!(k >= 0 && k <= length)) throw at.refusal(`takes ${k} of ${length} values; expected as many at most`);
    const values = x.dataSync();
    const shape = x.shape.with(axis, k);
    const found = new Int32Array(sizeOfShape(shape));
    for (let row = 0; row < x.size / Math.max(1, length); row++) {
      const first = Math.floor(row / stride) * stride * length + (row % stride);
      const order = Array.from({ length }, (_, i) => i).sort((a, b) => sign * (values[first + a * stride] - values[first + b * stride]) || a - b); // prettier-ignore
      for (let i = 0; i < k; i++) found[Math.floor(row / stride) * stride * k + (row % stride) + i * stride] = order[i];
    }
    const places = tf.tensor(found, shape, 'int32');
    return [picked(x, elementPlaces(at, places, x.shape, axis), shape), places];
  },
  passes: 'values',
};

/** Places that are not 0, axis by axis. */
const nonZero: Operation = {
  evaluate: ([x]) => {
    const places = [...x.dataSync()].flatMap((value, i) => (value === 0 ? [] : [i]));
    const strides = stridesOf(x.shape);
    const rows = x.shape.flatMap((size, axis) => places.map((place) => Math.floor(place / strides[axis]) % size));
    return [tf.tensor2d(rows, [x.rank, places.length], 'int32')];
  },
  passes: 'nothing',
};

/** One where an index says, and another value elsewhere. */
const oneHot: Operation = {
  evaluate: ([indices, depth, values], at) => {
    const count = depth.dataSync()[0];
    const [off, on] = numbersOf(values);
    const axis = axisOf(at.number('axis', -1), indices.rank + 1);
    const wanted = Int32Array.from(indices.dataSync(), (index) => axisOf(index, count));
    const rows = tf.oneHot(tf.tensor1d(wanted, 'int32'), count, on, off);
    const last = tf.reshape(tf.cast(rows, values.dtype as 'float32'), [...indices.shape, count]);
    const order = Array.from({ length: indices.rank }, (_, i) => i).toSpliced(axis, 0, indices.rank);
    return [tf.transpose(last, order)];
  },
  passes: 'nothing',
};

/** Slices along an axis that a list of questions keeps. */
const compress: Operation = {
  evaluate: ([x, condition], at) => {
    const given = at.node.attributes['axis'] === undefined ? flat(x) : x;
    const axis = given === x ? axisOf(at.number('axis'), x.rank) : 0;
    const places = [...condition.dataSync()].flatMap((keeps, i) => (keeps ? [i] : []));
    return [tf.gather(given, tf.tensor1d(places, 'int32'), axis)];
  },
  lower: (site) => asCopies(site, compress),
};

/** Each sequence the other way round, as far as it is long. */
const reverseSequence: Operation = {
  evaluate: ([x, lengths], at) => {
    const [batch, time] = [at.number('batch_axis', 1), at.number('time_axis', 0)];
    const [strides, long] = [stridesOf(x.shape), lengths.dataSync()];
    const places = Int32Array.from({ length: x.size }, (_, i) => {
      const [row, place] = [Math.floor(i / strides[batch]) % x.shape[batch], Math.floor(i / strides[time]) % x.shape[time]];
      return place < long[row] ? i + (long[row] - 1 - 2 * place) * strides[time] : i;
    }); // prettier-ignore
    return [picked(x, places, x.shape)];
  },
  lower: (site) => asCopies(site, reverseSequence),
};

/** New values in the place of old ones along an axis, for each example from where an index says. */
const tensorScatter: Operation = {
  evaluate: ([cache, update, starts], at) => {
    const axis = axisOf(at.number('axis', -2), cache.rank);
    const [length, count] = [cache.shape[axis], update.shape[axis]];
    const from = starts?.dataSync();
    const [own, strides] = [stridesOf(update.shape), stridesOf(cache.shape)];
    const isCircular = at.text('mode', 'linear') === 'circular';
    const places = Int32Array.from({ length: update.size }, (_, i) =>
      strides.reduce((place, stride, k) => {
        const along = Math.floor(i / own[k]) % update.shape[k];
        if (k !== axis) return place + along * stride;
        const to = along + (from?.[Math.floor(i / own[0])] ?? 0);
        if (!isCircular && to >= length)
          throw at.refusal(
            `writes ${count} values from ${to - along} on into ${length} places; expected room for them`,
          );
        return place + (isCircular ? to % length : to) * stride;
      }, 0),
    );
    return [scattered(at, cache, update, places)];
  },
  follow: [0, 1, 2],
  passes: 'values',
  lower: (site) => {
    const isKnown = site.inputs[2] === undefined || site.isStatic(2);
    return isKnown ? asCopies(site, tensorScatter) : asFunction(site, tensorScatter);
  },
};

/** One where the first largest value along an axis is, 0 elsewhere. */
const hardmax: Operation = {
  evaluate: ([x], at) => {
    const axis = axisOf(at.number('axis', -1), x.rank);
    const length = x.shape[axis];
    const last = tf.oneHot(tf.argMax(x, axis), length);
    const order = [...range(0, x.rank - 1)].toSpliced(axis, 0, x.rank - 1);
    return [tf.cast(tf.transpose(last, order), 'float32')];
  },
  passes: 'nothing',
};

/** Copies to and from places that lists of whole numbers say. */
export const byPlaces: Operations = {
  GatherElements: copying(gatherElements, [0, 1]),
  GatherND: copying(gatherND, []),
  ScatterElements: copying(scatterElements, [0, 1, 2]),
  ScatterND: copying(scatterND, []),
  Trilu: triangle,
  TensorScatter: tensorScatter,
  Hardmax: hardmax,
  TopK: topK,
  NonZero: nonZero,
  OneHot: oneHot,
  Compress: compress,
  ReverseSequence: reverseSequence,
};
