import { linear } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { storedAxis } from '../lowering/site.js';
import { axisOf } from '../lowering/value.js';
import type { Attributes } from '../attributes.js';
import { alongAxis, axisMap } from './along-axis.js';
import type { Operation, Operations } from './operation.js';

/** Which places each sum takes, `[length, length]`. */
const termsOf = (at: Attributes, length: number): Float32Array => {
  const [isExclusive, isBack] = [at.flag('exclusive'), at.flag('reverse')];
  return Float32Array.from({ length: length * length }, (_, i) => {
    const [to, from] = [Math.floor(i / length), i % length];
    const ahead = isBack ? from - to : to - from;
    return ahead > 0 || (ahead === 0 && !isExclusive) ? 1 : 0;
  });
};

/** Sums up to each place of an axis. */
const cumSum: Operation = {
  evaluate: ([x, given], at) => {
    const axis = axisOf(given.dataSync()[0], x.rank);
    const length = x.shape[axis];
    const sums = alongAxis(tf.cast(x, 'float32'), axis, tf.tensor3d(termsOf(at, length), [1, length, length]), false);
    return [tf.cast(sums, x.dtype)];
  },
  lower: (site) => {
    const x = site.live(0);
    const axis = storedAxis(site, x, site.integers(1)![0][0]);
    const length = x.stored[axis - 1];
    return [site.add(linear(axisMap(axis, length, length, termsOf(site, length))), [x], x.stored, x.axes)];
  },
};

/** Products up to each place of an axis; the tape differentiates them. */
const cumProd: Operation = {
  evaluate: ([x, given], at) => {
    const axis = axisOf(given.dataSync()[0], x.rank);
    const isBack = at.flag('reverse');
    const parts = tf.unstack(isBack ? tf.reverse(x, axis) : x, axis);
    const products: tf.Tensor[] = [];
    for (const part of parts) products.push(products.length === 0 ? part : tf.mul(products.at(-1)!, part));
    const made = at.flag('exclusive') ? [tf.onesLike(parts[0]), ...products.slice(0, -1)] : products;
    const joined = tf.stack(made, axis);
    return [tf.cast(isBack ? tf.reverse(joined, axis) : joined, x.dtype)];
  },
};

/** Operations that go along an axis. */
export const cumulative: Operations = { CumSum: cumSum, CumProd: cumProd };
