import * as tf from '@tensorflow/tfjs-core';
import { memoised } from '../../memoised.js';
import { anyOf, decided, hostTensor, hostValues, kernelIfThere } from '@interp/tape/internal';
import type { LinearMap, SharedRelevance, SignFactors } from './linear-map.js';

/** Positive and negative weights; the difference is exact, and much faster on wasm than a minimum with a number. */
const parted = (kernel: tf.Tensor): [plus: tf.Tensor, minus: tf.Tensor] => {
  const plus = tf.relu(kernel);
  return [plus, tf.sub(kernel, plus)];
};

/**
 * Positive and negative weights side by side, so that one pass over an input without negative values gives both sums:
 * `[..., in, out]` to `[..., in, 2 out]`.
 */
export const signs = (kernel: tf.Tensor): tf.Tensor => tf.concat(parted(kernel), kernel.rank - 1);

/**
 * The same for an input whose positive and negative values are given one after the other: positive products are of
 * values and weights of the same sign.
 *
 * @param kernel - `[..., in, out]`; borrowed
 * @returns `[..., 2 in, 2 out]`
 */
export const mixedSigns = (kernel: tf.Tensor): tf.Tensor => {
  const [plus, minus] = parted(kernel);
  const last = kernel.rank - 1;
  return tf.concat([tf.concat([plus, minus], last), tf.concat([minus, plus], last)], last - 1);
};

const anyNegative = (values: Float32Array): boolean => {
  for (let i = 0; i < values.length; i++) if (values[i] < 0) return true;
  return false;
};

/** Whether a tensor has negative values; remembered, because tensors do not change. */
const hasNegatives = memoised((x: tf.Tensor): boolean =>
  tf.tidy(() => {
    const found = kernelIfThere('AnyNegative', { x });
    return found ? decided(anyOf(found)) : decided(() => anyNegative(hostValues(x)));
  }),
);

/** Positive values, then negative values, of the last axis. */
export const partedBySign = (x: tf.Tensor): tf.Tensor => {
  const channels = x.shape[x.rank - 1];
  return hostTensor([...x.shape.slice(0, -1), 2 * channels], (out) => {
    const values = hostValues(x);
    out.fill(0);
    // Processors cannot foretell signs: they say where values go, and no branch is taken by them.
    for (let i = 0, to = 0; i < values.length; to += channels)
      for (let k = 0; k < channels; k++, i++, to++) out[to + channels * Number(values[i] < 0)] = values[i];
  });
};

const part = (x: tf.Tensor, sign: 1 | -1): tf.Tensor =>
  hostTensor(x.shape, (out) => {
    const values = hostValues(x);
    for (let i = 0; i < out.length; i++) out[i] = values[i] * sign > 0 ? values[i] : 0;
  });

/** With two kernels and, for inputs of both signs, two inputs: for maps without a fused form. */
const sumsOneByOne = (map: LinearMap, x: tf.Tensor, isMixed: boolean): tf.Tensor => {
  const both = (one: tf.Tensor): [tf.Tensor, tf.Tensor] => [map.apply(one, 'positive'), map.apply(one, 'negative')];
  if (!isMixed) {
    const [plus, minus] = both(x);
    return tf.stack([plus, minus], plus.rank - 1);
  }
  const [plus, minus] = both(part(x, 1));
  const [swappedMinus, swappedPlus] = both(part(x, -1));
  return tf.stack([tf.add(plus, swappedPlus), tf.add(minus, swappedMinus)], plus.rank - 1);
};

/** One of the two parts of `[..., 2, channels]`, `[..., channels]`. */
const half = (shares: tf.Tensor, which: 0 | 1): tf.Tensor => {
  const channels = shares.shape[shares.rank - 1];
  return hostTensor([...shares.shape.slice(0, -2), channels], (out) => {
    const values = hostValues(shares);
    for (let i = 0, from = which * channels; i < out.length; from += channels)
      for (let k = 0; k < channels; k++, i++, from++) out[i] = values[from];
  });
};

const transposeOneByOne = (
  map: LinearMap,
  shares: tf.Tensor,
  inputShape: readonly number[],
  isMixed: boolean,
): tf.Tensor => {
  const [p, q] = [half(shares, 0), half(shares, 1)];
  const both = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
    tf.add(map.transpose(a, inputShape, 'positive'), map.transpose(b, inputShape, 'negative'));
  return isMixed ? tf.concat([both(p, q), both(q, p)], inputShape.length - 1) : both(p, q);
};

/**
 * Each value times the share that arrived for values of its sign.
 *
 * @param x - the values; borrowed
 * @param arrived - of the shape of `x` or, mixed, with a last axis of twice the length: for positive values, then for negative ones; borrowed
 * @param isMixed - whether `x` has values of both signs
 * @returns of the shape of `x`
 */
export const timesShares = (x: tf.Tensor, arrived: tf.Tensor, isMixed: boolean): tf.Tensor => {
  const channels = x.shape[x.rank - 1];
  return hostTensor(x.shape, (out) => {
    const [values, share] = [hostValues(x), hostValues(arrived)];
    if (!isMixed) {
      for (let i = 0; i < out.length; i++) out[i] = values[i] * share[i];
      return;
    }
    for (let i = 0, from = 0; i < out.length; from += channels)
      for (let k = 0; k < channels; k++, i++, from++)
        out[i] = values[i] * share[from + channels * Number(values[i] < 0)];
  });
};

/**
 * The sums of the positive and of the negative products of a linear map. Products are split, not weights, because inputs may
 * be negative.
 *
 * @param map - the map
 * @param x - a batch; borrowed
 * @returns `[..., 2, channels]`, positive sums first
 */
export const signedSums = (map: LinearMap, x: tf.Tensor): tf.Tensor =>
  map.signedSums?.(x, () => hasNegatives(x)) ?? sumsOneByOne(map, x, hasNegatives(x));

/**
 * Distributes shares backwards along positive and negative products.
 *
 * @param map - the map
 * @param x - the batch that it was applied to; borrowed
 * @param shares - `[..., 2, channels]`: of the positive products, then of the negative ones; borrowed
 * @returns of the shape of `x`
 */
export const distribute = (map: LinearMap, x: tf.Tensor, shares: tf.Tensor): tf.Tensor =>
  map.distribute?.(x, shares, () => hasNegatives(x)) ??
  timesShares(x, transposeOneByOne(map, shares, x.shape, hasNegatives(x)), hasNegatives(x));

/**
 * Shares relevance along positive and negative products, each kind in proportion to its size.
 *
 * @param map - the map
 * @param x - the batch that it was applied to; borrowed
 * @param relevance - of its output; borrowed
 * @param factors - α and β
 * @returns the shares; undefined where there is no kernel for it in one
 */
export const shareBySign = (
  map: LinearMap,
  x: tf.Tensor,
  relevance: tf.Tensor,
  factors: SignFactors,
): SharedRelevance | undefined => map.shareBySign?.(x, relevance, factors, () => hasNegatives(x));
