import type { KernelChange } from '@interp/core';
import { changeKernel, linear, type LinearMap, type Operator, sizeOfShape } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../attributes.js';
import { shaped, type Site, storedAxis } from '../lowering/site.js';
import { axisOf, type Live, numbersOf } from '../lowering/value.js';
import { each, plainFunction, square } from './elementwise/activations.js';
import type { Operation, Operations } from './operation.js';
import { pooledWhole } from './images/pooling.js';

type Reduce = (x: tf.Tensor, axes: number[], keep: boolean) => tf.Tensor;

const plain: Readonly<Record<string, Reduce>> = {
  ReduceSum: tf.sum,
  ReduceMean: tf.mean,
  ReduceMax: tf.max,
  ReduceMin: tf.min,
  ReduceProd: tf.prod,
  ReduceL1: (x, axes, keep) => tf.sum(tf.abs(x), axes, keep),
  ReduceL2: (x, axes, keep) => tf.sqrt(tf.sum(tf.square(x), axes, keep)),
  ReduceSumSquare: (x, axes, keep) => tf.sum(tf.square(x), axes, keep),
  ReduceLogSum: (x, axes, keep) => tf.log(tf.sum(x, axes, keep)),
  ReduceLogSumExp: (x, axes, keep) => tf.logSumExp(x, axes, keep),
};

/** The axes that are reduced; none with the attribute that says so. */
const axesOf = (rank: number, given: readonly number[] | undefined, attributes: Attributes): number[] => {
  const all = Array.from({ length: rank }, (_, axis) => axis);
  if (given?.length) return given.map((axis) => axisOf(axis, rank));
  return attributes.flag('noop_with_empty_axes') ? [] : all;
};

const keeps = (attributes: Attributes): boolean => attributes.number('keepdims', 1) !== 0;

/** A weighted sum over stored axes, which stay with length 1: the same weight for each term. */
const sumMap = (axes: readonly number[], weightOf: (terms: number) => number): LinearMap => {
  const weight = (shape: readonly number[], change?: KernelChange): tf.Tensor =>
    changeKernel(tf.scalar(weightOf(sizeOfShape(axes.map((axis) => shape[axis])))), change);
  return {
    kernel: (shape) => weight(shape),
    apply: (x, change) => tf.mul(tf.sum(x, [...axes], true), weight(x.shape, change)),
    transpose: (y, shape, change) => tf.broadcastTo(tf.mul(y, weight(shape, change)), [y.shape[0], ...shape.slice(1)]),
  };
};

/** The first largest, or smallest, value over stored axes, which stay with length 1. */
const extremumOver = (axes: readonly number[], reduce: Reduce): Operator => ({
  kind: 'max-pooling',
  forward: ([x]) => [reduce(x, [...axes], true)],
  vjp: (dy, { x }) => {
    const order = [...x!.shape.map((_, i) => i).filter((i) => !axes.includes(i)), ...axes];
    const turned = tf.transpose(x!, order);
    const kept = turned.shape.slice(0, x!.rank - axes.length);
    const rows = tf.reshape(turned, [...kept, -1]);
    const best = (reduce === tf.max ? tf.argMax : tf.argMin)(rows, -1);
    const mask = tf.cast(tf.oneHot(tf.cast(best, 'int32'), rows.shape.at(-1)!), 'float32');
    const back = tf.transpose(
      tf.reshape(mask, turned.shape),
      order.map((_, i) => order.indexOf(i)),
    );
    return tf.mul(back, dy);
  },
});

/** Removes logical axes of length 1. */
export const withoutAxes = (site: Site, value: Live, gone: readonly number[]): Live => {
  if (gone.length === 0) return value;
  const removed = new Set(gone.flatMap((axis) => value.axes[axis]));
  const left = [...removed].sort((a, b) => a - b);
  const stored = value.stored.filter((_, i) => !removed.has(i + 1));
  const moved = (axis: number): number => axis - left.filter((one) => one < axis).length;
  const axes = value.axes.filter((_, i) => !gone.includes(i)).map((parts) => parts.map(moved));
  return site.add(shaped(stored), [value], stored, axes);
};

type Lower = (site: Site, x: Live, axes: readonly number[]) => Live;

const stays = (x: Live, axes: readonly number[]): number[] =>
  x.stored.map((size, i) => (axes.includes(i + 1) ? 1 : size));

const summed =
  (weightOf: (terms: number) => number): Lower =>
  (site, x, axes) =>
    site.add(linear(sumMap(axes, weightOf)), [x], stays(x, axes), x.axes);

/** A mean over all places of an image is a pooling, which has kernels. */
const mean: Lower = (site, x, axes) => {
  const places = x.stored.length - 1;
  const isPooling = (places === 1 || places === 2) && axes.length === places && axes.every((axis) => axis <= places);
  return isPooling ? pooledWhole(site, x, 'average', x.axes) : summed((terms) => 1 / terms)(site, x, axes);
};

const extremum =
  (reduce: Reduce): Lower =>
  (site, x, axes) =>
    site.add(extremumOver(axes, reduce), [x], stays(x, axes), x.axes);

const total = summed(() => 1);

const lowered: Readonly<Record<string, Lower>> = {
  ReduceSum: total,
  ReduceMean: mean,
  ReduceMax: extremum(tf.max),
  ReduceMin: extremum(tf.min),
  ReduceL1: (site, x, axes) => total(site, each(site, x, plainFunction('Abs')), axes),
  ReduceL2: (site, x, axes) => each(site, total(site, each(site, x, square), axes), plainFunction('Sqrt')),
  ReduceSumSquare: (site, x, axes) => total(site, each(site, x, square), axes),
  ReduceLogSum: (site, x, axes) => each(site, total(site, x, axes), plainFunction('Log')),
  ReduceLogSumExp: (site, x, axes) =>
    each(site, total(site, each(site, x, plainFunction('Exp')), axes), plainFunction('Log')),
};

const reduction = (reduce: Reduce, lower: Lower | undefined): Operation => ({
  evaluate: ([x, given], at) => {
    const axes = axesOf(x.rank, given ? numbersOf(given) : at.numbers('axes'), at);
    return [
      axes.length === 0 && (given !== undefined || at.flag('noop_with_empty_axes'))
        ? tf.clone(x)
        : reduce(x, axes, keeps(at)),
    ];
  },
  ...(lower && {
    lower: (site: Site) => {
      const x = site.live(0);
      const axes = axesOf(x.axes.length, site.integers(1)?.[0] ?? site.numbers('axes'), site);
      if (axes.length === 0) return [x];
      const over = axes.map((axis) => storedAxis(site, x, axis));
      const y = lower(site, x, over);
      return [keeps(site) ? y : withoutAxes(site, y, axes)];
    },
  }),
});

/** Sums, means and maxima over axes. */
export const reductions: Operations = Object.fromEntries(
  Object.entries(plain).map(([name, reduce]) => [name, reduction(reduce, lowered[name])]),
);
