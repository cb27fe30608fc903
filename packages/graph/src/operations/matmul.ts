import { changeKernel, dense, linear, type LinearMap, type Weight } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { rearranged, shaped, type Site, storedAxis } from '../lowering/site.js';
import { batchAxis, type Live, shapeFor } from '../lowering/value.js';
import { gatesOf } from './elementwise/arithmetic.js';
import type { Operation, Operations } from './operation.js';
import { combining, summedTo } from './products.js';
import { shiftedBy } from './elementwise/scales.js';

/** Whether the stacks of one factor repeat in the order in which the product's go: TensorFlow.js takes them in turn. */
const isInTurn = (own: readonly number[], all: readonly number[]): boolean => {
  const first = own.findIndex((size) => size !== 1);
  return first < 0 || own.every((size, i) => i < first || size === all[all.length - own.length + i]);
};

/** A product of stacks of matrices, which are repeated where the other factor has more: also where both have more. */
const stacked = (a: tf.Tensor, b: tf.Tensor, transposeA = false, transposeB = false): tf.Tensor => {
  const [left, right] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const all = tf.backend_util.assertAndGetBroadcastShape(left, right);
  const repeated = (x: tf.Tensor, own: readonly number[]): tf.Tensor =>
    isInTurn(own, all) ? x : tf.broadcastTo(x, [...all, ...x.shape.slice(-2)]);
  return tf.matMul(repeated(a, left), repeated(b, right), transposeA, transposeB);
};

/** A value with one logical axis last in what is stored. */
const withLast = (site: Site, x: Live, axis: number): Live => {
  const last = storedAxis(site, x, axis);
  const others = Array.from({ length: x.stored.length + 1 }, (_, i) => i).filter((i) => i !== last);
  return rearranged(site, x, [...others, last]);
};

/** A dense step along a logical axis, by a kernel of `[inputs, units]`. */
const denseAlong = (
  site: Site,
  value: Live,
  axis: number,
  kernel: Weight,
  [inputs, units]: readonly [inputs: number, units: number],
  bias?: Weight,
): Live => {
  const x = withLast(site, value, axis);
  if (x.stored.at(-1) !== inputs)
    throw site.refusal(`multiplies ${x.stored.at(-1)} values by weights for ${inputs}; expected as many`);
  const stored = x.stored.with(-1, units);
  const step = dense(site.builder.cache, kernel, bias);
  const operator = stored.length === 1 ? { ...step, float64: { kind: 'weighted-sum' as const, kernel, bias } } : step;
  return site.add(operator, [x], stored, x.axes);
};

/** Stored with the images first, then the other leading logical axes in order, then rows and columns. */
const asMatrices = (site: Site, value: Live, rank: number): { readonly x: Live; readonly lead: number } => {
  const missing = rank - value.axes.length;
  const parts = [...Array.from({ length: missing }, (): number[] => []), ...value.axes];
  const leading = parts.slice(0, -2).flat();
  const [rows, columns] = parts.slice(-2);
  const isOfOne = batchAxis(value) < 0;
  if (!(isOfOne || leading.includes(0)) || rows.length !== 1 || columns.length !== 1)
    throw site.notPerImage('multiplies images with each other');
  const order = [0, ...leading.filter((axis) => axis !== 0), rows[0], columns[0]];
  return { x: rearranged(site, value, order), lead: leading.length - (isOfOne ? 0 : 1) };
};

/** A product of two matrices for each image, with derivatives. */
const matrixProduct = (site: Site, a: Live, b: Live): Live => {
  const rank = Math.max(a.axes.length, b.axes.length);
  if (a.axes.length !== b.axes.length)
    throw site.notPerImage(`multiplies values of ${a.axes.length} and ${b.axes.length} axes`);
  const [left, right] = [asMatrices(site, a, rank), asMatrices(site, b, rank)];
  if (left.lead !== right.lead) throw site.notPerImage('meets images with something else');
  const values = [left.x, right.x];
  const lead = left.x.stored.slice(0, -2).map((size, i) => Math.max(size, right.x.stored[i]));
  const stored = [...lead, left.x.stored.at(-2)!, right.x.stored.at(-1)!];
  if (left.x.stored.at(-1) !== right.x.stored.at(-2))
    throw site.refusal(
      `multiplies [${shapeFor(a, 1).join(', ')}] by [${shapeFor(b, 1).join(', ')}]; expected as many columns as rows`,
    );
  const step = combining(
    'product',
    values.map((value) => value.stored),
    {
      forward: ([x, y]) => stacked(x, y),
      derivatives: (dy, [x, y]) => [
        summedTo(stacked(dy, y, false, true), x.shape),
        summedTo(stacked(x, dy, true, false), y.shape),
      ],
    },
    gatesOf(site, values),
  );
  return site.add(step, values, stored, left.x.axes);
};

/** Drops a logical axis of length 1. */
const without = (site: Site, y: Live, axis: number): Live => {
  const [at] = y.axes[axis];
  const stored = y.stored.filter((_, i) => i + 1 !== at);
  const axes = y.axes.filter((_, i) => i !== axis).map((parts) => parts.map((part) => (part > at ? part - 1 : part)));
  return site.add(shaped(stored), [y], stored, axes);
};

/** The map that multiplies matrices by a stack of constant ones, from the right or from the left. */
const stackMap = (weight: Weight, isRight: boolean): LinearMap => {
  const product = (x: tf.Tensor, w: tf.Tensor, isBack: boolean): tf.Tensor =>
    isRight ? stacked(x, w, false, isBack) : stacked(w, x, isBack);
  return {
    kernel: () => weight.read(),
    apply: (x, change) => product(x, changeKernel(weight.read(), change), false),
    transpose: (y, shape, change) => summedTo(product(y, changeKernel(weight.read(), change), true), shape),
  };
};

const stackProduct = (site: Site, given: Live, index: number): Live => {
  const other = site.constant(index)!;
  const isRight = index === 1;
  const rank = Math.max(given.axes.length, other.rank);
  if (given.axes.length < rank) throw site.notPerImage('multiplies images by a stack of constant matrices');
  const { x, lead } = asMatrices(site, given, rank);
  const sizes = [...Array<number>(rank - other.rank).fill(1), ...other.shape];
  // The stored order of the leading axes is the images, then the others in order.
  const images = given.axes.findIndex((parts) => parts.includes(0));
  const leading = sizes.slice(0, -2);
  const isSplit = given.axes.slice(0, -2).some((parts) => parts.length !== 1);
  if (isSplit || (images >= 0 && leading[images] !== 1))
    throw site.notPerImage('multiplies images by matrices of their own');
  const order = [...(images < 0 ? [] : [images]), ...leading.map((_, axis) => axis).filter((axis) => axis !== images), rank - 2, rank - 1]; // prettier-ignore
  const weight = site.weight(index, `stack ${images} ${rank}`, (matrix) =>
    tf.reshape(tf.transpose(tf.reshape(matrix, sizes), order), [
      1,
      ...(images < 0 ? order : order.slice(1)).map((axis) => sizes[axis]),
    ]),
  );
  const [rows, columns] = sizes.slice(-2);
  const inner = x.stored.at(isRight ? -1 : -2)!;
  if (inner !== (isRight ? rows : columns))
    throw site.refusal(`multiplies ${inner} values by ${isRight ? rows : columns}; expected as many columns as rows`);
  const ahead = x.stored.slice(0, lead).map((size, i) => (size === 1 ? sizes[order[images < 0 ? i : i + 1]] : size));
  const stored = isRight ? [...ahead, x.stored.at(-2)!, columns] : [...ahead, rows, x.stored.at(-1)!];
  return site.add(linear(stackMap(weight, isRight)), [x], stored, x.axes);
};

const productWith = (site: Site, x: Live, index: number): Live => {
  const other = site.constant(index)!;
  const isRight = index === 1;
  const rank = x.axes.length;
  if (isRight ? other.rank <= 2 : other.rank === 2) {
    // x W, or W x, which is (xᵀ Wᵀ)ᵀ: dense along the axis that is summed over.
    const kernel = site.weight(index, isRight ? 'columns' : 'rows', (given) => {
      const matrix = given.rank === 1 ? tf.reshape(given, [-1, 1]) : given;
      return isRight ? matrix : tf.transpose(matrix);
    });
    const units = other.rank === 1 ? 1 : isRight ? other.shape[1]! : other.shape[0];
    const axis = isRight ? rank - 1 : rank - 2;
    const inputs = other.shape[other.rank === 1 || isRight ? 0 : 1]!;
    const y = denseAlong(site, x, axis, kernel, [inputs, units]);
    return other.rank === 1 ? without(site, y, rank - 1) : y;
  }
  return stackProduct(site, x, index);
};

const matMul: Operation = {
  evaluate: ([a, b]) => {
    const [x, y] = [a.rank === 1 ? tf.expandDims(a, 0) : a, b.rank === 1 ? tf.expandDims(b, 1) : b];
    const product = stacked(tf.cast(x, 'float32'), tf.cast(y, 'float32'));
    const squeezed = [...(a.rank === 1 ? [product.rank - 2] : []), ...(b.rank === 1 ? [product.rank - 1] : [])];
    return [tf.cast(squeezed.length > 0 ? tf.squeeze(product, squeezed) : product, a.dtype)];
  },
  lower: (site) => {
    if (site.isStatic(1)) return [productWith(site, site.live(0), 1)];
    if (site.isStatic(0)) return [productWith(site, site.live(1), 0)];
    return [matrixProduct(site, site.live(0), site.live(1))];
  },
};

const gemm: Operation = {
  evaluate: ([a, b, c], at) => {
    const product = tf.matMul(a, b, at.flag('transA'), at.flag('transB'));
    const scaled = tf.mul(product, at.number('alpha', 1));
    return [c ? tf.add(scaled, tf.mul(c, at.number('beta', 1))) : scaled];
  },
  lower: (site) => {
    const [alpha, beta] = [site.number('alpha', 1), site.number('beta', 1)];
    if (site.flag('transA') || !site.isStatic(1)) throw site.notPerImage('multiplies images with each other');
    const transposed = site.flag('transB');
    const kernel = site.weight(1, `${alpha} ${transposed}`, (given) =>
      tf.mul(transposed ? tf.transpose(given) : given, alpha),
    );
    const units = site.constant(1)!.shape[transposed ? 0 : 1]!;
    const bias = site.isStatic(2) ? site.constant(2) : undefined;
    const isRow = bias !== undefined && bias.size === units;
    const weight = isRow ? site.weight(2, `${beta} row`, (given) => tf.reshape(tf.mul(given, beta), [-1])) : undefined;
    const inputs = site.constant(1)!.shape[transposed ? 1 : 0]!;
    const y = denseAlong(site, site.live(0), 1, kernel, [inputs, units], weight);
    if (site.inputs[2] === undefined || isRow) return [y];
    if (bias) return [shiftedBy(site, y, 2, 'bias', (given) => tf.mul(given, beta))];
    throw site.refusal('adds a matrix that depends on the input; expected a constant bias');
  },
};

/** Products of matrices. */
export const matrices: Operations = { MatMul: matMul, Gemm: gemm };
