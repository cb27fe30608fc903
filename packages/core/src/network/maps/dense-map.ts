import * as tf from '@tensorflow/tfjs-core';
import { kernel as run, kernelIfThere } from '@interp/tape/internal';
import { channelSums, repeatedEach } from './channel-sums.js';
import { kernelVariant, type Layout } from './kernel-change.js';
import { inBlocks, MANY_WEIGHTS } from './large-dense-map.js';
import type { LinearMap } from './linear-map.js';
import { signedProducts } from './signed-products.js';
import { mixedSigns, partedBySign, signs, timesShares } from './signed-sums.js';
import type { WeightCache, Weight } from './weights.js';

const transposed: Layout = { name: 'transposed', make: (kernel) => tf.transpose(kernel) };

const layouts = (name: string, make: (kernel: tf.Tensor) => tf.Tensor) => ({
  forward: { name, make },
  back: { name: `${name} transposed`, make: (kernel: tf.Tensor): tf.Tensor => tf.transpose(make(kernel)) },
});

const signed = layouts('signed', signs);
const mixed = layouts('mixed', mixedSigns);

const product = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
  run('BatchMatMul', { a, b }, { transposeA: false, transposeB: false });

const rows = (x: tf.Tensor): tf.Tensor => (x.rank === 2 ? x : tf.reshape(x, [-1, x.shape[x.rank - 1]]));

const as = (x: tf.Tensor, shape: readonly number[]): tf.Tensor =>
  x.rank === 2 && shape.length === 2 ? x : tf.reshape(x, [...shape]);

/** The map of a dense layer, along the last axis of its input: the kernel is `[inputs, units]`. */
export const denseMap = (cache: WeightCache, weight: Weight): LinearMap => {
  const compiled = signedProducts(cache, weight, transposed);
  const variant = (layout: Layout): tf.Tensor => kernelVariant(cache, weight, undefined, layout);
  /** The weights, where there are so many that no variant of them is made. */
  const many = (): tf.Tensor | undefined => {
    const weights = weight.read();
    return weights.size >= MANY_WEIGHTS ? weights : undefined;
  };
  return {
    kernel: () => weight.read(),
    apply: (x, change) => {
      const large = change && many();
      const y = large ? inBlocks.apply(rows(x), large, change) : product(rows(x), kernelVariant(cache, weight, change));
      return as(y, [...x.shape.slice(0, -1), y.shape[1]!]);
    },
    transpose: (y, inputShape, change) => {
      const last = inputShape[inputShape.length - 1];
      if (change === 'one') return repeatedEach(channelSums(y, y.shape[y.rank - 1]), last, inputShape);
      const large = many();
      const x = large
        ? inBlocks.transpose(rows(y), large, change)
        : product(rows(y), kernelVariant(cache, weight, change, transposed));
      return as(x, inputShape);
    },
    fused: (x, bias, activation) => {
      const operands = { a: rows(x), b: weight.read(), ...(bias && { bias }) };
      const y = kernelIfThere('Dense', operands, { activation }) ?? tf.fused.matMul({ ...operands, activation });
      return as(y, [...x.shape.slice(0, -1), y.shape[1]!]);
    },
    signedSums: (x, isMixed) => {
      const large = many();
      const found = large ? undefined : compiled.signedSums(x, isMixed);
      if (found) return found;
      const values = rows(isMixed() ? partedBySign(x) : x);
      const y = large
        ? inBlocks.signedSums(values, large, isMixed())
        : product(values, variant((isMixed() ? mixed : signed).forward));
      return tf.reshape(y, [...x.shape.slice(0, -1), 2, y.shape[1]! / 2]);
    },
    distribute: (x, shares, isMixed) => {
      const found = compiled.distribute(x, shares, isMixed);
      if (found) return found;
      const flat = tf.reshape(shares, [-1, 2 * shares.shape[shares.rank - 1]]);
      const large = many();
      const arrived = large
        ? inBlocks.signedTranspose(flat, large, isMixed())
        : product(flat, variant((isMixed() ? mixed : signed).back));
      return timesShares(x, arrived, isMixed());
    },
    shareBySign: (x, relevance, factors, isMixed) =>
      many() ? undefined : compiled.shareBySign(x, relevance, factors, isMixed),
  };
};
