import { type Operator, range } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../../attributes.js';
import { storedConstant } from '../../lowering/align.js';
import { axisOf } from '../../lowering/value.js';
import type { Operation, Operations } from '../operation.js';
import { each, elementwise } from './activations.js';

/** Places of whole numbers that stand for real ones: `(q - zero) · scale`, from the lowest q to the highest. */
interface Levels {
  readonly scale: tf.Tensor;
  readonly zero: tf.Tensor;
  readonly lowest: number;
  readonly highest: number;
}

const placesOf = (x: tf.Tensor, { scale, zero }: Levels): tf.Tensor => tf.add(tf.round(tf.div(x, scale)), zero);

const rounded = (x: tf.Tensor, levels: Levels): tf.Tensor => {
  const places = tf.clipByValue(placesOf(x, levels), levels.lowest, levels.highest);
  return tf.mul(tf.sub(places, levels.zero), levels.scale);
};

/** One where a value is not cut off: rounding passes a derivative straight through. Bengio, Léonard & Courville 2013. */
const isInside = (x: tf.Tensor, levels: Levels): tf.Tensor => {
  const places = placesOf(x, levels);
  const inside = tf.logicalAnd(tf.greaterEqual(places, levels.lowest), tf.lessEqual(places, levels.highest));
  return tf.cast(inside, 'float32');
};

const limits = (at: Attributes): Pick<Levels, 'lowest' | 'highest'> => ({
  lowest: at.number('lowest'),
  highest: at.number('highest'),
});

/** The shape in which a scale for each place of an axis broadcasts. */
const broadcastShape = (at: Attributes, rank: number, { size }: tf.Tensor): number[] => {
  const ones = Array<number>(rank).fill(1);
  return size === 1 ? ones : ones.with(axisOf(at.number('axis', 1), rank), size);
};

/** Values rounded to the levels that whole numbers can express, and held to their range. */
const quantise: Operation = {
  evaluate: ([x, scale, zero], at) => {
    const along = (constant: tf.Tensor): tf.Tensor => tf.reshape(constant, broadcastShape(at, x.rank, constant));
    return [rounded(x, { scale: along(scale), zero: tf.cast(along(zero), 'float32'), ...limits(at) })];
  },
  lower: (site) => {
    const x = site.live(0);
    const [scale, zero] = ([1, 2] as const).map((index) => {
      const shape = broadcastShape(site, x.axes.length, site.constant(index)!);
      const { prepare } = storedConstant(site, x, shape);
      return site.weight(index, `levels ${x.name}`, (given) => prepare(tf.cast(tf.reshape(given, shape), 'float32')));
    });
    const levels = (): Levels => ({ scale: scale.read(), zero: zero.read(), ...limits(site) });
    const step = { apply: (y: tf.Tensor) => rounded(y, levels()), derivative: (y: tf.Tensor) => isInside(y, levels()) };
    return [each(site, x, elementwise('quantise', step))];
  },
};

/** Levels from the smallest to the largest value, 0 among them, over some axes; all levels at 0 where every value is 0. */
const ownLevels = (x: tf.Tensor, axes?: number[]): Levels => {
  const [low, high] = [tf.minimum(tf.min(x, axes, true), 0), tf.maximum(tf.max(x, axes, true), 0)];
  const range = tf.div(tf.sub(high, low), 255);
  const scale = tf.where(tf.equal(range, 0), tf.onesLike(range), range);
  const zero = tf.clipByValue(tf.round(tf.neg(tf.div(low, scale))), 0, 255);
  return { scale, zero, lowest: 0, highest: 255 };
};

/** Values rounded to 256 levels between their own smallest and largest one. In steps, the levels of each image are its own. */
const quantiseByRange: Operation = {
  evaluate: ([x]) => [rounded(x, ownLevels(x))],
  lower: (site) => {
    const step: Operator = {
      kind: 'activation',
      activation: 'quantise',
      forward: ([x]) => [rounded(x, ownLevels(x, [...range(1, x.rank)]))],
      vjp: (dy) => tf.clone(dy),
    };
    return [each(site, site.live(0), step)];
  },
};

/** Activations as quantised networks have them: rounded forward, and passed straight through backward. */
export const roundings: Operations = { FakeQuantize: quantise, FakeQuantizeByRange: quantiseByRange };
