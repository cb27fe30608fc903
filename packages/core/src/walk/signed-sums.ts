import * as tf from '@tensorflow/tfjs-core';
import { hostTensor, hostValues } from './host.js';
import type { LinearMap } from './linear-map.js';

const hasNegatives = (x: tf.Tensor): boolean => {
  const values = hostValues(x);
  for (let i = 0; i < values.length; i++) if (values[i] < 0) return true;
  return false;
};

const positivePart = (x: tf.Tensor): tf.Tensor =>
  hostTensor(x.shape, (out) => {
    const values = hostValues(x);
    for (let i = 0; i < out.length; i++) out[i] = values[i] > 0 ? values[i] : 0;
  });

const negativePart = (x: tf.Tensor): tf.Tensor =>
  hostTensor(x.shape, (out) => {
    const values = hostValues(x);
    for (let i = 0; i < out.length; i++) out[i] = values[i] < 0 ? values[i] : 0;
  });

const halves = (y: tf.Tensor): [tf.Tensor, tf.Tensor] => {
  const [first, second] = tf.unstack(y, y.rank - 2);
  return [first, second];
};

const ofNonNegative = (map: LinearMap, x: tf.Tensor): tf.Tensor => {
  if (map.signedSums) return map.signedSums(x);
  const [plus, minus] = [map.apply(x, 'positive'), map.apply(x, 'negative')];
  return tf.stack([plus, minus], plus.rank - 1);
};

const transposeOfBoth = (map: LinearMap, shares: tf.Tensor, inputShape: readonly number[]): tf.Tensor => {
  if (map.signedTranspose) return map.signedTranspose(shares, inputShape);
  const [plus, minus] = halves(shares);
  return tf.add(map.transpose(plus, inputShape, 'positive'), map.transpose(minus, inputShape, 'negative'));
};

const swapped = (y: tf.Tensor): tf.Tensor => tf.reverse(y, y.rank - 2);

/**
 * The sums of positive and of negative products of a linear map apart. The products are split, not the weights: an input may be
 * negative.
 *
 * @param map - the map
 * @param x - a batch; borrowed
 * @returns `[..., 2, channels]`, positive sums first
 */
export const signedSums = (map: LinearMap, x: tf.Tensor): tf.Tensor =>
  hasNegatives(x)
    ? tf.sub(ofNonNegative(map, positivePart(x)), swapped(ofNonNegative(map, tf.neg(negativePart(x)))))
    : ofNonNegative(map, x);

/**
 * Gives shares back along positive and negative products.
 *
 * @param map - the map
 * @param x - the batch that it was applied to; borrowed
 * @param shares - `[..., 2, channels]`: of the positive products, then of the negative ones; borrowed
 * @returns of the shape of `x`
 */
export const distribute = (map: LinearMap, x: tf.Tensor, shares: tf.Tensor): tf.Tensor => {
  const toPositive = transposeOfBoth(map, shares, x.shape);
  const toNegative = hasNegatives(x) ? transposeOfBoth(map, swapped(shares), x.shape) : undefined;
  return hostTensor(x.shape, (out) => {
    const [values, plus] = [hostValues(x), hostValues(toPositive)];
    const minus = toNegative ? hostValues(toNegative) : plus;
    for (let i = 0; i < out.length; i++) out[i] = values[i] * (values[i] < 0 ? minus[i] : plus[i]);
  });
};
