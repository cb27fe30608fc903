import type { KernelChange } from '@interp/core';
import {
  changeKernel,
  linear,
  type LinearMap,
  type Operator,
  scaling,
  summed as sumOf,
  type Weight,
} from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { broadcastStored, aligned, storedConstant } from '../../lowering/align.js';
import { moving, type Site } from '../../lowering/site.js';
import type { Live } from '../../lowering/value.js';
import { summedTo } from '../products.js';

const one: Weight = { key: 'one', sources: () => [], read: () => tf.scalar(1) };

const changed = (x: tf.Tensor, change?: KernelChange): tf.Tensor =>
  change === undefined ? tf.clone(x) : tf.mul(x, changeKernel(tf.scalar(1), change));

const same: LinearMap = {
  kernel: () => tf.scalar(1),
  apply: changed,
  transpose: (y, _, change) => changed(y, change),
};

/** A step that adds a constant which broadcasts. */
export const shifting = (shift: Weight): Operator => ({
  ...linear(same, shift),
  forward: ([x]) => [tf.add(x, shift.read())],
  scale: one,
});

/** The live value, with as many logical axes as the constant has at least. */
const raised = (site: Site, value: Live, constant: tf.Tensor): Live => aligned(site, [value], constant.rank)[0];

/** What an elementwise step gives whose other operand is a constant that may be larger than the value; the value is repeated where it is. */
const broadcastTo = (site: Site, value: Live, shape: readonly number[]): Live => {
  const stored = value.stored.map((size, i) => (size === 1 ? shape[i + 1] : size));
  if (stored.every((size, i) => size === value.stored[i])) return value;
  return site.add(repeating(stored), [value], stored, value.axes);
};

/** A step that repeats values along stored axes of length 1. */
export const repeating = (stored: readonly number[]): Operator => {
  const apply = (x: tf.Tensor): tf.Tensor => tf.broadcastTo(x, [x.shape[0], ...stored]);
  return moving(apply, summedTo, 'some');
};

/** One number for each channel where there is one for all, so that it folds into a convolution before it. */
const byChannel = (shape: readonly number[], { stored }: Live): readonly number[] =>
  shape.every((size) => size === 1) ? [...shape.slice(0, -1), stored.at(-1) ?? 1] : shape;

/** Makes something of a constant. */
type Prepare = (constant: tf.Tensor) => tf.Tensor;

/** A constant input, or what is made of it, as a weight that broadcasts to a live value, and the value repeated where the constant is larger. */
export const beside = (
  site: Site,
  value: Live,
  constant: number,
  how: string,
  of: Prepare,
): { readonly x: Live; readonly weight: Weight; readonly scaleShape: readonly number[] } => {
  const tensor = site.constant(constant)!;
  const raisedValue = raised(site, value, tensor);
  const { shape, prepare } = storedConstant(site, raisedValue, tensor);
  const x = broadcastTo(site, raisedValue, shape);
  const scaleShape = byChannel(shape, x);
  const weight = site.weight(constant, `${how} ${x.name}`, (given) =>
    tf.broadcastTo(prepare(of(given)), [...scaleShape]),
  );
  return { x, weight, scaleShape };
};

/**
 * Adds steps that multiply a live value by a constant input, or by what is made of it.
 *
 * @param site - the operation
 * @param value - the live value
 * @param constant - which input is the constant
 * @param how - a name for what is made of it
 * @param of - makes the factors
 * @returns the product
 */
export const scaledBy = (site: Site, value: Live, constant: number, how: string, of: Prepare): Live => {
  const { x, weight, scaleShape } = beside(site, value, constant, how, of);
  const none = site.made('no shift', () => tf.zeros([...scaleShape]));
  const step: Operator = { ...scaling(site.builder.cache, weight, none), scaleShape };
  return site.add({ ...step, forward: ([y]) => [tf.mul(y, weight.read())] }, [x], x.stored, x.axes);
};

/** Adds steps that add a constant input, or what is made of it, to a live value. */
export const shiftedBy = (site: Site, value: Live, constant: number, how: string, of: Prepare): Live => {
  const { x, weight, scaleShape } = beside(site, value, constant, how, of);
  return site.add({ ...shifting(weight), scaleShape }, [x], x.stored, x.axes);
};

/** Adds a step that multiplies all values by one number. */
export const timesNumber = (site: Site, value: Live, factor: number): Live => {
  const shape = [...byChannel(Array<number>(value.stored.length + 1).fill(1), value)];
  const factors = site.made(`times ${factor}`, () => tf.fill(shape, factor));
  const none = site.made('no shift', () => tf.zeros(shape));
  return site.add(
    { ...scaling(site.builder.cache, factors, none), scaleShape: shape },
    [value],
    value.stored,
    value.axes,
  );
};

/** Stored alike, and the stored shape and axes of what broadcasts them. */
export const together = (
  site: Site,
  values: readonly Live[],
): { readonly values: readonly Live[]; readonly stored: readonly number[]; readonly axes: Live['axes'] } => {
  const alike = aligned(site, values);
  return { values: alike, stored: broadcastStored(site, alike), axes: alike[0].axes };
};

/** Adds a step that sums live values. */
export const summed = (site: Site, given: readonly Live[]): Live => {
  const { values, stored, axes } = together(site, given);
  const forward: Operator['forward'] = (inputs) => [inputs.slice(1).reduce((a, b) => tf.add(a, b), inputs[0])];
  return site.add({ ...sumOf(() => 1), forward }, values, stored, axes);
};
