import type { Operator, Sides, Window } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { moving, type Site, storedAxis } from '../lowering/site.js';
import { axisOf, type Live, numbersOf } from '../lowering/value.js';
import { shifting } from './elementwise/scales.js';
import type { Operation, Operations } from './operation.js';

type Pairs = readonly (readonly [before: number, after: number])[];

/** A step that puts zeros around stored values; the sides are given without the batch. */
export const zeroPadding = (sides: Pairs): Operator => {
  const pairs: [number, number][] = [[0, 0], ...sides.map(([a, b]): [number, number] => [a, b])];
  const step = moving(
    (x) => tf.pad(x, pairs),
    (y, shape) =>
      tf.slice(
        y,
        pairs.map(([before]) => before),
        [...shape],
      ),
  );
  const [rows, columns, channels] = sides;
  const isImage = sides.length === 3 && channels.every((n) => n === 0);
  return isImage ? { ...step, padding: [rows, columns] } : step;
};

/** Zeros around stored images. */
export const paddingStep = (site: Site, x: Live, padding: Window['padding']): Live => {
  const [rows, columns] = padding as Sides;
  const sides: Pairs = [rows, columns, [0, 0]];
  return site.add(
    zeroPadding(sides),
    [x],
    [x.stored[0] + rows[0] + rows[1], x.stored[1] + columns[0] + columns[1], x.stored[2]],
    x.axes,
  );
};

/** Where each place of a padded axis comes from. */
const sources = (length: number, [before, after]: readonly [number, number], mode: string): number[] =>
  Array.from({ length: length + before + after }, (_, to) => {
    const at = to - before;
    if (mode === 'edge') return Math.min(length - 1, Math.max(0, at));
    if (mode === 'wrap') return ((at % length) + length) % length;
    const period = 2 * (length - 1);
    if (period === 0) return 0;
    const inPeriod = ((at % period) + period) % period;
    return Math.min(inPeriod, period - inPeriod);
  });

/** A step that copies places along one stored axis; a place may be copied several times, or not at all. */
export const pickedAlong = (axis: number, places: readonly number[]): Operator => {
  const index = Int32Array.from(places);
  return moving(
    (x) => tf.gather(x, tf.tensor1d(index, 'int32'), axis),
    (y, shape) => {
      const others = shape.map((_, i) => i).filter((i) => i !== axis);
      const turned = tf.transpose(y, [axis, ...others]);
      const rows = tf.reshape(turned, [index.length, -1]);
      const summed = tf.unsortedSegmentSum(rows, tf.tensor1d(index, 'int32'), shape[axis]);
      const back = tf.reshape(summed, [shape[axis], ...others.map((i) => shape[i])]);
      const order = [axis, ...others];
      return tf.transpose(
        back,
        order.map((_, i) => order.indexOf(i)),
      );
    },
    'some',
  );
};

/** Sides for each axis, from the operator's list for some. */
const sidesOf = (rank: number, pads: readonly number[], axes: readonly number[] | undefined): [number, number][] => {
  const over = axes ?? Array.from({ length: rank }, (_, axis) => axis);
  const sides = Array.from({ length: rank }, (): [number, number] => [0, 0]);
  over.forEach((axis, i) => (sides[axisOf(axis, rank)] = [pads[i], pads[i + over.length]]));
  return sides;
};

const cutPlain = (x: tf.Tensor, sides: Pairs): tf.Tensor =>
  tf.slice(
    x,
    sides.map(([before]) => Math.max(0, -before)),
    sides.map(([before, after], i) => x.shape[i] + Math.min(0, before) + Math.min(0, after)),
  );

const evaluatePad: Operation['evaluate'] = ([x, pads, value, axes], attributes) => {
  const mode = attributes.text('mode', 'constant');
  const given = pads ? numbersOf(pads) : (attributes.numbers('pads') ?? []);
  const sides = sidesOf(x.rank, given, axes ? numbersOf(axes) : undefined);
  const cut = cutPlain(x, sides);
  const more = sides.map(([a, b]): [number, number] => [Math.max(0, a), Math.max(0, b)]);
  if (mode === 'constant') return [tf.pad(cut, more, value ? value.dataSync()[0] : attributes.number('value', 0))];
  return [
    more.reduce(
      (y, pair, axis) =>
        pair[0] + pair[1] === 0 ? y : tf.gather(y, tf.tensor1d(sources(y.shape[axis], pair, mode), 'int32'), axis),
      cut,
    ),
  ];
};

/** A number around stored values: zeros, and a shift where they are. */
const constantPadding = (site: Site, x: Live, sides: Pairs, value: number): Live => {
  const stored = x.stored.map((size, i) => size + sides[i][0] + sides[i][1]);
  const padded = site.add(zeroPadding(sides), [x], stored, x.axes);
  if (value === 0) return padded;
  const shift = site.made('around', () =>
    tf.sub(
      value,
      tf.pad(tf.fill([1, ...x.stored], value), [[0, 0], ...sides.map(([a, b]): [number, number] => [a, b])]),
    ),
  );
  return site.add({ ...shifting(shift), scaleShape: [1, ...stored] }, [padded], stored, x.axes);
};

const lowerPad = (site: Site): Live[] => {
  let x = site.live(0);
  const rank = x.axes.length;
  const mode = site.text('mode', 'constant');
  const pads = site.integers(1)?.[0] ?? site.numbers('pads') ?? [];
  const value = site.constant(2)?.dataSync()[0] ?? site.number('value', 0);
  const logical = sidesOf(rank, pads, site.integers(3)?.[0]);
  const stored = x.stored.map((): [number, number] => [0, 0]);
  logical.forEach((pair, axis) => {
    if (pair[0] !== 0 || pair[1] !== 0) stored[storedAxis(site, x, axis) - 1] = pair;
  });
  stored.forEach(([before, after], i) => {
    if (before >= 0 && after >= 0) return;
    const [from, to] = [Math.max(0, -before), x.stored[i] + Math.min(0, after)];
    const places = Array.from({ length: to - from }, (_, k) => from + k);
    x = site.add(pickedAlong(i + 1, places), [x], x.stored.with(i, places.length), x.axes);
  });
  const more = stored.map(([a, b]): [number, number] => [Math.max(0, a), Math.max(0, b)]);
  if (mode === 'constant') return [constantPadding(site, x, more, value)];
  more.forEach((pair, i) => {
    if (pair[0] + pair[1] === 0) return;
    const places = sources(x.stored[i], pair, mode);
    x = site.add(pickedAlong(i + 1, places), [x], x.stored.with(i, places.length), x.axes);
  });
  return [x];
};

/** Cells around values. */
export const paddings: Operations = { Pad: { evaluate: evaluatePad, lower: lowerPad } };
