import { concatenated, lookingUp, type Operator } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../attributes.js';
import { storedConstant, storedLike } from '../lowering/align.js';
import { reshaped } from '../lowering/reshaped.js';
import { moving, type Site, storedAxis } from '../lowering/site.js';
import { axisOf, batchAxis, type Live, numbersOf, shapeFor, trialBatches, type Value } from '../lowering/value.js';
import type { Operation, Operations } from './operation.js';
import { pickedAlong, zeroPadding } from './padding.js';
import { withoutAxes } from './reductions.js';
import { shifting } from './elementwise/scales.js';

/** Places that a slice takes of an axis. */
const slicedPlaces = (length: number, start: number, end: number, step: number): number[] => {
  const clamp = (at: number, low: number, high: number): number =>
    Math.min(high, Math.max(low, at < 0 ? at + length : at));
  const places: number[] = [];
  if (step > 0) for (let i = clamp(start, 0, length), to = clamp(end, 0, length); i < to; i += step) places.push(i);
  else
    for (let i = clamp(start, -1, length - 1), to = end < -length ? -1 : clamp(end, -1, length - 1); i > to; i += step)
      places.push(i);
  return places;
};

/** A step that takes neighbouring places of a stored axis. */
const cutAlong = (axis: number, from: number, length: number, whole: number): Operator =>
  moving(
    (x) =>
      tf.slice(
        x,
        x.shape.map((_, i) => (i === axis ? from : 0)),
        x.shape.map((size, i) => (i === axis ? length : size)),
      ),
    (y) =>
      tf.pad(
        y,
        y.shape.map((_, i): [number, number] => (i === axis ? [from, whole - from - length] : [0, 0])),
      ),
    length === whole ? 'all' : 'some',
  );

/** A live value with some places of a stored axis. */
const taken = (site: Site, x: Live, axis: number, places: readonly number[]): Live => {
  const whole = x.stored[axis - 1];
  const isRun = places.every((place, i) => place === places[0] + i);
  if (isRun && places.length === whole) return x;
  if (places.length === 0) throw site.refusal('takes no place of an axis; expected one or more');
  const step = isRun ? cutAlong(axis, places[0], places.length, whole) : pickedAlong(axis, places);
  return site.add(step, [x], x.stored.with(axis - 1, places.length), x.axes);
};

interface Sliced {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

const slicesOf = (
  rank: number,
  starts: readonly number[],
  ends: readonly number[],
  axes?: readonly number[],
  steps?: readonly number[],
): Sliced[] =>
  starts.map((start, i) => ({ axis: axisOf(axes?.[i] ?? i, rank), start, end: ends[i], step: steps?.[i] ?? 1 }));

/** A slice by its attributes, as old opsets and operations that are written out have it. */
const slicesOfAttributes = (at: Attributes, rank: number): Sliced[] =>
  slicesOf(rank, at.numbers('starts') ?? [], at.numbers('ends') ?? [], at.numbers('axes'), at.numbers('steps'));

const slice: Operation = {
  evaluate: ([x, starts, ends, axes, steps], at) => {
    const given = starts
      ? slicesOf(x.rank, numbersOf(starts), numbersOf(ends), axes && numbersOf(axes), steps && numbersOf(steps))
      : slicesOfAttributes(at, x.rank);
    return [
      given.reduce((y, { axis, start, end, step }) => {
        const places = slicedPlaces(y.shape[axis], start, end, step);
        return tf.gather(y, tf.tensor1d(places, 'int32'), axis);
      }, x),
    ];
  },
  lower: (site) => {
    let x = site.live(0);
    const rank = x.axes.length;
    const [starts, ends, axes, steps] = [1, 2, 3, 4].map((i) => site.integers(i));
    const listsAt = (which: 0 | 1): Sliced[] =>
      starts
        ? slicesOf(rank, starts[which], ends![which], axes?.[which], steps?.[which])
        : slicesOfAttributes(site, rank);
    const others = listsAt(1);
    listsAt(0).forEach(({ axis, start, end, step }, i) => {
      if (axis === batchAxis(x)) {
        const isSaidOnce = others[i].start === start && others[i].end === end;
        const { fixedBatch } = site.builder;
        const batches = isSaidOnce && fixedBatch !== undefined ? [fixedBatch] : trialBatches;
        const isAll = batches.every((n, k) => {
          const length = shapeFor(x, n)[axis];
          return slicedPlaces(length, [start, others[i].start][k], [end, others[i].end][k], step).length === length;
        });
        if (isAll && step === 1) return;
      }
      const at = storedAxis(site, x, axis);
      if (others[i].start !== start || others[i].end !== end) throw site.notPerImage('depends on the number of images');
      x = taken(site, x, at, slicedPlaces(x.stored[at - 1], start, end, step));
    });
    return [x];
  },
};

const splitSizes = (length: number, outputs: number, given: readonly number[] | undefined): number[] => {
  if (given) return [...given];
  const most = Math.ceil(length / outputs);
  return Array.from({ length: outputs }, (_, i) => Math.min(most, length - i * most));
};

const split: Operation = {
  evaluate: ([x, sizes], at) => {
    const axis = axisOf(at.number('axis', 0), x.rank);
    const parts = splitSizes(x.shape[axis], at.node.outputs.length, sizes ? numbersOf(sizes) : at.numbers('split'));
    return tf.split(x, parts, axis);
  },
  lower: (site) => {
    const x = site.live(0);
    const at = storedAxis(site, x, site.number('axis', 0));
    const parts = splitSizes(
      x.stored[at - 1],
      site.node.outputs.length,
      site.integers(1)?.[0] ?? site.numbers('split'),
    );
    let from = 0;
    return parts.map((length) => {
      const part = taken(
        site,
        x,
        at,
        Array.from({ length }, (_, i) => from + i),
      );
      from += length;
      return part;
    });
  },
};

/** Live values stored alike, which may differ along one logical axis. */
const alike = (site: Site, values: readonly Live[], axis: number): readonly Live[] => {
  const [first] = values;
  return values.map((value) => {
    const same = storedLike(site, value, first, 'puts images beside something else');
    const at = first.axes[axis][0];
    if (same.stored.some((size, i) => i + 1 !== at && size !== first.stored[i]))
      throw site.refusal('joins values of different shapes; expected the same but for one axis');
    return same;
  });
};

/** A live value with places for constants before and after it along an axis, which are 0. */
const withRoom = (site: Site, x: Live, at: number, before: number, after: number): Live => {
  if (before + after === 0) return x;
  const sides = x.stored.map((_, i): [number, number] => (i + 1 === at ? [before, after] : [0, 0]));
  return site.add(zeroPadding(sides), [x], x.stored.with(at - 1, before + x.stored[at - 1] + after), x.axes);
};

/** Adds constants where a joined value has room for them: a shift by them, and by 0 where live values are. */
const withConstants = (site: Site, x: Live, at: number, lengths: readonly number[]): Live => {
  const parts = site.inputs.map((_, i) => {
    if (!site.isStatic(i)) return undefined;
    const room: Live = { ...x, stored: x.stored.with(at - 1, lengths[i]) };
    const { prepare } = storedConstant(site, room, site.constant(i)!);
    return site.weight(i, `beside ${x.name}`, prepare);
  });
  const shift = site.made('beside', () =>
    tf.concat(
      parts.map((part, i) => {
        const full = [1, ...x.stored].with(at, lengths[i]);
        return part ? tf.broadcastTo(tf.cast(tf.add(part.read(), 0), 'float32'), full) : tf.zeros(full);
      }),
      at,
    ),
  );
  return site.add({ ...shifting(shift), scaleShape: [1, ...x.stored] }, [x], x.stored, x.axes);
};

const concat: Operation = {
  evaluate: (inputs, at) => [tf.concat([...inputs], axisOf(at.number('axis'), inputs[0].rank))],
  lower: (site): Value[] => {
    const lives = site.inputs.flatMap((_, i) => (site.isStatic(i) ? [] : [i]));
    const first = site.live(lives[0]);
    const axis = axisOf(site.number('axis'), first.axes.length);
    const at = storedAxis(site, first, axis);
    const given = alike(
      site,
      lives.map((i) => site.live(i)),
      axis,
    );
    const lengths = site.inputs.map((_, i) => site.isStatic(i) ? site.constant(i)!.shape[axis] : given[lives.indexOf(i)].stored[at - 1]); // prettier-ignore
    const room = (from: number, to: number): number => lengths.slice(from, to).reduce((sum, length) => sum + length, 0);
    const values = given.map((value, k) =>
      withRoom(site, value, at, k === 0 ? room(0, lives[0]) : 0, room(lives[k] + 1, lives[k + 1] ?? lengths.length)),
    );
    const stored = first.stored.with(at - 1, room(0, lengths.length));
    const joined = values.length === 1 ? values[0] : site.add(concatenated(at), values, stored, first.axes);
    return [lives.length === site.inputs.length ? joined : withConstants(site, joined, at, lengths)];
  },
};

/** Rows of a table by whole numbers that depend on the input; nothing goes back to them. */
const embedding = (site: Site): Live => {
  const x = site.live(1);
  const axis = site.number('axis', 0);
  const table = site.weight(0);
  const shape = site.constant(0)!.shape;
  if (axisOf(axis, shape.length) !== 0) throw site.refusal('picks columns of a table; expected rows');
  const stored = [...x.stored, ...shape.slice(1)];
  const axes = [...x.axes, ...shape.slice(1).map((_, i) => [x.stored.length + 1 + i])];
  return site.add(lookingUp(table), [x], stored, axes);
};

const gather: Operation = {
  evaluate: ([x, indices], at) => {
    const axis = axisOf(at.number('axis', 0), x.rank);
    const length = x.shape[axis];
    // Of one type: the kernel of wasm that chooses takes the bits as they are.
    const places = tf.cast(indices, 'int32');
    const wanted = tf.where(tf.less(places, 0), tf.add(places, tf.scalar(length, 'int32')), places);
    return [tf.gather(x, wanted, axis)];
  },
  lower: (site) => {
    if (site.isStatic(0)) return [embedding(site)];
    const x = site.live(0);
    const axis = axisOf(site.number('axis', 0), x.axes.length);
    const at = storedAxis(site, x, axis);
    const indices = site.constant(1)!;
    const places = numbersOf(indices).map((place) => axisOf(place, x.stored[at - 1]));
    if (places.some((place) => !(place >= 0 && place < x.stored[at - 1])))
      throw site.refusal(`takes a place that is not among the ${x.stored[at - 1]} of its axis`);
    const picked = taken(site, x, at, places);
    if (indices.rank === 1) return [picked];
    if (indices.rank === 0) return [withoutAxes(site, picked, [axis])];
    const [two, three] = trialBatches.map((n) => shapeFor(picked, n).toSpliced(axis, 1, ...indices.shape));
    return [reshaped(site, picked, two, three)];
  },
};

/** Parts of values, and values side by side. */
export const indexing: Operations = {
  Slice: slice,
  Split: split,
  Concat: concat,
  Gather: gather,
};
