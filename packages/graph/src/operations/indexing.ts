import { concatenated, lookingUp, type Operator } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../attributes.js';
import { storedConstant } from '../lowering/align.js';
import { reshaped } from '../lowering/reshaped.js';
import { moving, rearranged, type Site, storedAxis } from '../lowering/site.js';
import { axisOf, batchAxis, type Live, numbersOf, shapeFor, trialBatches, type Value } from '../lowering/value.js';
import type { Operation, Operations } from './operation.js';
import { pickedAlong, zeroPadding } from './padding.js';
import { withoutAxes } from './reductions.js';
import { shifting } from './scales.js';

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

const slice: Operation = {
  evaluate: ([x, starts, ends, axes, steps], at) => {
    const given = starts
      ? slicesOf(x.rank, numbersOf(starts), numbersOf(ends), axes && numbersOf(axes), steps && numbersOf(steps))
      : slicesOf(x.rank, at.numbers('starts') ?? [], at.numbers('ends') ?? [], at.numbers('axes'));
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
        : slicesOf(rank, site.numbers('starts') ?? [], site.numbers('ends') ?? [], site.numbers('axes'));
    const others = listsAt(1);
    listsAt(0).forEach(({ axis, start, end, step }, i) => {
      if (axis === batchAxis(x)) {
        const lengths = trialBatches.map((n) => shapeFor(x, n)[axis]);
        const isAll = lengths.every(
          (length, k) =>
            slicedPlaces(length, [start, others[i].start][k], [end, others[i].end][k], step).length === length &&
            step === 1,
        );
        if (isAll) return;
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
    if (
      value.axes.length !== first.axes.length ||
      value.axes.some(
        (parts, i) => parts.length !== first.axes[i].length || parts.indexOf(0) !== first.axes[i].indexOf(0),
      )
    )
      throw site.notPerImage('puts images beside something else');
    const order: number[] = [0];
    first.axes.forEach((parts, i) => parts.forEach((at, k) => (order[at] = value.axes[i][k])));
    const same = rearranged(site, value, order);
    const at = first.axes[axis][0];
    if (same.stored.some((size, i) => i + 1 !== at && size !== first.stored[i]))
      throw site.refusal('joins values of different shapes; expected the same but for one axis');
    return same;
  });
};

/** Constants before and after a live value: zeros around it, and a shift by the constants. */
const withConstants = (site: Site, x: Live, axis: number, at: number, firstLive: number, lastLive: number): Live => {
  const sizeOf = (i: number): number => site.constant(i)!.shape[axis];
  const before = Array.from({ length: firstLive }, (_, i) => i);
  const after = site.inputs.flatMap((_, i) => (i > lastLive ? [i] : []));
  const lengths = [before, after].map((list) => list.reduce((sum, i) => sum + sizeOf(i), 0));
  const sides = x.stored.map((_, i): [number, number] => (i + 1 === at ? [lengths[0], lengths[1]] : [0, 0]));
  const stored = x.stored.map((size, i) => size + sides[i][0] + sides[i][1]);
  const padded = site.add(zeroPadding(sides), [x], stored, x.axes);
  const parts = [...before, ...after].map((i) => {
    const { prepare, shape } = storedConstant(site, x, site.constant(i)!.shape);
    return { weight: site.weight(i, `beside ${x.name}`, prepare), shape };
  });
  const shift = site.made('beside', () => {
    const full = parts.map(({ weight, shape }) =>
      tf.broadcastTo(tf.add(weight.read(), 0), [1, ...x.stored].with(at, shape[at])),
    );
    return tf.concat([...full.slice(0, before.length), tf.zeros([1, ...x.stored]), ...full.slice(before.length)], at);
  });
  return site.add({ ...shifting(shift), scaleShape: [1, ...stored] }, [padded], stored, x.axes);
};

const concat: Operation = {
  evaluate: (inputs, at) => [tf.concat([...inputs], axisOf(at.number('axis'), inputs[0].rank))],
  lower: (site): Value[] => {
    const lives = site.inputs.flatMap((_, i) => (site.isStatic(i) ? [] : [i]));
    const [firstLive, lastLive] = [lives[0], lives.at(-1)!];
    if (lives.length !== lastLive - firstLive + 1)
      throw site.refusal('has a constant between values that depend on the input; expected constants at the ends');
    const first = site.live(firstLive);
    const axis = axisOf(site.number('axis'), first.axes.length);
    const at = storedAxis(site, first, axis);
    const values = alike(
      site,
      lives.map((i) => site.live(i)),
      axis,
    );
    const length = values.reduce((sum, { stored }) => sum + stored[at - 1], 0);
    const stored = first.stored.with(at - 1, length);
    const joined = values.length === 1 ? values[0] : site.add(concatenated(at), values, stored, first.axes);
    return [lives.length === site.inputs.length ? joined : withConstants(site, joined, axis, at, firstLive, lastLive)];
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

type Compare = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

const comparison = (compare: Compare): Operation => ({ evaluate: ([a, b]) => [compare(a, b)] });

/** Values of steps are numbers; 0 stands for false. */
const isTrue = (x: tf.Tensor): tf.Tensor => tf.cast(x, 'bool');

const logical = (combine: Compare): Operation => ({ evaluate: ([a, b]) => [combine(isTrue(a), isTrue(b))] });

const modulo = (a: tf.Tensor, b: tf.Tensor, at: Attributes): tf.Tensor => {
  if (!at.flag('fmod')) return tf.mod(a, b);
  const ratio = tf.div(tf.cast(a, 'float32'), b);
  return tf.cast(tf.sub(a, tf.mul(b, tf.mul(tf.sign(ratio), tf.floor(tf.abs(ratio))))), a.dtype);
};

const extremePlace = (find: (x: tf.Tensor, axis: number) => tf.Tensor): Operation => ({
  evaluate: ([x], at) => {
    const axis = axisOf(at.number('axis', 0), x.rank);
    const isLast = at.flag('select_last_index');
    const place = find(isLast ? tf.reverse(x, axis) : x, axis);
    const found = isLast ? tf.sub(tf.scalar(x.shape[axis] - 1, 'int32'), place) : place;
    return [at.number('keepdims', 1) === 0 ? found : tf.expandDims(found, axis)];
  },
});

/** Parts of values, values side by side, and questions about them. */
export const indexing: Operations = {
  Slice: slice,
  Split: split,
  Concat: concat,
  Gather: gather,
  Equal: comparison(tf.equal),
  Less: comparison(tf.less),
  LessOrEqual: comparison(tf.lessEqual),
  Greater: comparison(tf.greater),
  GreaterOrEqual: comparison(tf.greaterEqual),
  And: logical(tf.logicalAnd),
  Or: logical(tf.logicalOr),
  Xor: logical(tf.logicalXor),
  Not: { evaluate: ([x]) => [tf.logicalNot(isTrue(x))] },
  Mod: { evaluate: ([a, b], at) => [modulo(a, b, at)] },
  ArgMax: extremePlace(tf.argMax),
  ArgMin: extremePlace(tf.argMin),
};
