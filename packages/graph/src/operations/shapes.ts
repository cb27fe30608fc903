import { sizeOfShape } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../attributes.js';
import { aligned } from '../lowering/align.js';
import { reshaped } from '../lowering/reshaped.js';
import { shaped, type Site } from '../lowering/site.js';
import { axisOf, batchAxis, type Live, numbersOf, shapeFor, trialBatches } from '../lowering/value.js';
import { each, elementwise } from './elementwise/activations.js';
import type { Operation, Operations } from './operation.js';
import { pickedAlong } from './padding.js';
import { withoutAxes } from './reductions.js';
import { repeating } from './elementwise/scales.js';

const openSize = (x: tf.Tensor, target: readonly number[], allowsZero: boolean): number[] =>
  target.map((size, i) => (size === 0 && !allowsZero ? x.shape[i] : size));

const reshape: Operation = {
  evaluate: ([x, shape], at) => [
    tf.reshape(x, openSize(x, shape ? numbersOf(shape) : (at.numbers('shape') ?? []), at.flag('allowzero'))),
  ],
  lower: (site) => {
    const attribute = site.numbers('shape') ?? [];
    const [two, three] = site.integers(1) ?? [attribute, attribute];
    return [reshaped(site, site.live(0), two, three, site.flag('allowzero'))];
  },
};

const flattenedAt = (shape: readonly number[], axis: number): number[] => {
  const at = axisOf(axis, shape.length);
  const [before, after] = [shape.slice(0, at), shape.slice(at)].map(sizeOfShape);
  return [before, after];
};

const flatten: Operation = {
  evaluate: ([x], at) => [tf.reshape(x, flattenedAt(x.shape, at.number('axis', 1)))],
  lower: (site) => {
    const x = site.live(0);
    const [two, three] = trialBatches.map((n) => flattenedAt(shapeFor(x, n), site.number('axis', 1)));
    return [reshaped(site, x, two, three)];
  },
};

const squeezedAxes = (shape: readonly number[], given: readonly number[] | undefined): number[] =>
  given ? given.map((axis) => axisOf(axis, shape.length)) : shape.flatMap((size, axis) => (size === 1 ? [axis] : []));

const axesInput = (inputs: readonly tf.Tensor[], at: Attributes): readonly number[] | undefined =>
  inputs[1] ? numbersOf(inputs[1]) : at.numbers('axes');

const squeeze: Operation = {
  evaluate: (inputs, at) => [tf.squeeze(inputs[0], squeezedAxes(inputs[0].shape, axesInput(inputs, at)))],
  lower: (site) => {
    const x = site.live(0);
    const gone = squeezedAxes(shapeFor(x, 2), site.integers(1)?.[0] ?? site.numbers('axes'));
    if (gone.some((axis) => x.axes[axis]?.includes(0))) throw site.notPerImage('takes the axis of the images away');
    if (gone.some((axis) => shapeFor(x, 2)[axis] !== 1))
      throw site.refusal(
        `takes away axes of [${shapeFor(x, 1).join(', ')}] that are longer than 1; expected axes of length 1`,
      );
    return [withoutAxes(site, x, gone)];
  },
};

/** Where new axes of length 1 are among all axes. */
const newAxes = (rank: number, given: readonly number[]): Set<number> =>
  new Set(given.map((axis) => axisOf(axis, rank + given.length)));

const unsqueeze: Operation = {
  evaluate: (inputs, at) => {
    const [x] = inputs;
    const added = newAxes(x.rank, axesInput(inputs, at) ?? []);
    const sizes = [...x.shape];
    return [
      tf.reshape(
        x,
        Array.from({ length: x.rank + added.size }, (_, axis) => (added.has(axis) ? 1 : sizes.shift()!)),
      ),
    ];
  },
  lower: (site) => {
    const x = site.live(0);
    const added = newAxes(x.axes.length, site.integers(1)?.[0] ?? site.numbers('axes') ?? []);
    const stored = [...x.stored, ...Array<number>(added.size).fill(1)];
    const own = [...x.axes];
    let next = x.stored.length;
    const axes = Array.from({ length: own.length + added.size }, (_, axis) =>
      added.has(axis) ? [++next] : own.shift()!,
    );
    return [site.add(shaped(stored), [x], stored, axes)];
  },
};

/** The order of axes: all reversed by default; with `lastTwo` only the last two change places. */
const orderOf = (at: Attributes, rank: number): readonly number[] => {
  const all = Array.from({ length: rank }, (_, axis) => axis);
  if (at.flag('lastTwo')) return [...all.slice(0, -2), rank - 1, rank - 2];
  return at.numbers('perm') ?? all.reverse();
};

/** Renames axes: what is stored stays. */
const transpose: Operation = {
  evaluate: ([x], at) => [tf.transpose(x, [...orderOf(at, x.rank)])],
  lower: (site) => {
    const x = site.live(0);
    const order = orderOf(site, x.axes.length);
    if (order.length !== x.axes.length || new Set(order).size !== order.length || order.some((axis) => !x.axes[axis]))
      throw site.refusal(`has the order [${order.join(', ')}] for ${x.axes.length} axes; expected each of them once`);
    return [{ ...x, axes: order.map((axis) => x.axes[axis]) }];
  },
};

const same: Operation = { evaluate: ([x]) => [tf.clone(x)], lower: (site) => [site.live(0)] };

/** A shape as a value known at load. */
const known = (site: Site, of: (n: number) => tf.Tensor) => [
  { name: site.node.outputs[0], isOfGraph: false, two: [of(trialBatches[0]), of(trialBatches[1])] as const },
];

const shapePart = (shape: readonly number[], at: Attributes): number[] => {
  const end = at.node.attributes['end'] === undefined ? shape.length : at.number('end');
  return shape.slice(at.number('start', 0), end);
};

const shape: Operation = {
  evaluate: ([x], at) => [tf.tensor1d(shapePart(x.shape, at), 'int32')],
  lower: (site) => {
    const x = site.live(0);
    return known(site, (n) => tf.tensor1d(shapePart(shapeFor(x, n), site), 'int32'));
  },
};

const size: Operation = {
  evaluate: ([x]) => [tf.scalar(x.size, 'int32')],
  lower: (site) => {
    const x = site.live(0);
    return known(site, (n) => tf.scalar(sizeOfShape(shapeFor(x, n)), 'int32'));
  },
};

const constantOfShape: Operation = {
  evaluate: ([wanted, value], at) => {
    const number = value ? value.dataSync()[0] : at.number('value', 0);
    const type = value?.dtype ?? at.text('dtype', 'float32');
    return [tf.cast(tf.fill(numbersOf(wanted), number), type)];
  },
};

/** Ones on a diagonal, in the shape of a matrix. */
const eye = (shape: readonly number[], at: Attributes): tf.Tensor => {
  const [rows, columns] = shape;
  const k = at.number('k', 0);
  const type = at.node.attributes['dtype'];
  const values = Array.from({ length: rows * columns }, (_, i) => Number((i % columns) - Math.floor(i / columns) === k));
  return tf.cast(tf.tensor2d(values, [rows, columns]), typeof type === 'number' ? (typesByCode[type] ?? 'float32') as 'float32' : 'float32');
}; // prettier-ignore

const eyeLike: Operation = {
  evaluate: ([x], at) => [eye(x.shape, at)],
  lower: (site) => {
    const x = site.live(0);
    return known(site, (n) => eye(shapeFor(x, n), site));
  },
};

const range: Operation = {
  evaluate: ([start, limit, delta]) => [
    tf.range(start.dataSync()[0], limit.dataSync()[0], delta.dataSync()[0], start.dtype as 'float32'),
  ],
};

const broadcastShape = (a: readonly number[], b: readonly number[]): number[] =>
  tf.backend_util.assertAndGetBroadcastShape([...a], [...b]);

/** Repeats a live value so that it has a shape, given for two and for three images. */
const expandedTo = (site: Site, value: Live, two: readonly number[], three: readonly number[]): Live => {
  const [x] = aligned(site, [value], two.length);
  const images = batchAxis(x);
  const targets = [two, three].map((target, i) => {
    const own = shapeFor(x, trialBatches[i]);
    const full = [...Array<number>(own.length - target.length).fill(1), ...target];
    const isForAll = two.join() === three.join() && full[images] === site.builder.fixedBatch;
    return broadcastShape(own, isForAll ? full.with(images, 1) : full);
  });
  const stored = [...x.stored];
  x.axes.forEach((parts, i) => {
    const own = shapeFor(x, 2)[i];
    if (targets[0][i] === own) return;
    const [axis] = parts;
    if (parts.length !== 1 || axis === 0 || targets[0][i] !== targets[1][i])
      throw site.notPerImage('repeats along the axis of the images');
    stored[axis - 1] = targets[0][i];
  });
  return stored.every((length, i) => length === x.stored[i]) ? x : site.add(repeating(stored), [x], stored, x.axes);
};

const expand: Operation = {
  evaluate: ([x, wanted]) => [tf.broadcastTo(x, broadcastShape(x.shape, numbersOf(wanted)))],
  lower: (site) => {
    const [two, three] = site.integers(1)!;
    return [expandedTo(site, site.live(0), two, three)];
  },
};

const tile: Operation = {
  evaluate: ([x, repeats]) => [tf.tile(x, numbersOf(repeats))],
  lower: (site) => {
    let x = site.live(0);
    const [repeats] = site.integers(1)!;
    repeats.forEach((times, axis) => {
      if (times === 1) return;
      if (axis === batchAxis(x)) throw site.notPerImage('repeats images');
      const [at] = x.axes[axis];
      const length = x.stored[at - 1];
      const places = Array.from({ length: length * times }, (_, i) => i % length);
      x = site.add(pickedAlong(at, places), [x], x.stored.with(at - 1, places.length), x.axes);
    });
    return [x];
  },
};

/** Types of numbers by ONNX' codes; a front end may give the names of TensorFlow.js instead. */
const typesByCode: Readonly<Record<number, string>> = {
  1: 'float32',
  2: 'int32',
  3: 'int32',
  5: 'int32',
  6: 'int32',
  7: 'int32',
  9: 'bool',
  10: 'float32',
  11: 'float32',
};

const targetType = (at: Attributes): string => {
  const to = at.node.attributes['to'];
  return typeof to === 'number' ? (typesByCode[to] ?? 'float32') : at.text('to', 'float32');
};

const truncated = (x: tf.Tensor): tf.Tensor => tf.mul(tf.sign(x), tf.floor(tf.abs(x)));

/** Whole numbers of few bits: what is out of their range comes in again at its other end. */
const wrapped = (x: tf.Tensor, range: readonly number[] | undefined): tf.Tensor => {
  if (!range) return x;
  const [lowest, highest] = range;
  const rounds = tf.floor(tf.div(tf.sub(x, lowest), highest - lowest + 1));
  return tf.sub(x, tf.mul(rounds, highest - lowest + 1));
};

const cast: Operation = {
  evaluate: ([x], at) => {
    const [type, range] = [targetType(at), at.numbers('range')];
    return [tf.cast(range ? wrapped(truncated(tf.cast(x, 'float32')), range) : x, type as 'float32')];
  },
  lower: (site) => {
    const x = site.live(0);
    const [type, range] = [targetType(site), site.numbers('range')];
    if (type === 'float32') return [x];
    if (type === 'bool')
      return [each(site, x, elementwise('truth', { apply: (given) => tf.cast(tf.notEqual(given, 0), 'float32') }))];
    const apply = (given: tf.Tensor): tf.Tensor => wrapped(truncated(given), range);
    return [each(site, x, elementwise('truncate', { apply }, range === undefined))];
  },
};

/** Numbers that stand in the graph's own attributes. */
const constant: Operation = {
  evaluate: (_, at) => {
    const { value_int: whole, value_float: number } = at.node.attributes;
    if (typeof whole === 'number') return [tf.scalar(whole, 'int32')];
    if (typeof number === 'number') return [tf.scalar(number)];
    const wholes = at.numbers('value_ints');
    return [
      wholes ? tf.tensor1d([...wholes], 'int32') : tf.tensor1d([...(at.numbers('value_floats') ?? [])], 'float32'),
    ];
  },
};

/** Operations on shapes. */
export const shapes: Operations = {
  Constant: constant,
  Reshape: reshape,
  Flatten: flatten,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Transpose: transpose,
  Identity: same,
  Dropout: same,
  Shape: shape,
  Size: size,
  ConstantOfShape: constantOfShape,
  Range: range,
  EyeLike: eyeLike,
  Expand: expand,
  Tile: tile,
  Cast: cast,
};
