import * as tf from '@tensorflow/tfjs-core';
import { kernel as run } from '@interp/tape/internal';
import { changeKernel, type KernelChange } from './kernel-change.js';
import { mixedSigns, signs } from './signed-sums.js';

/** Weights of a dense layer from which on no variant of them is kept: two of each sign and order would not fit beside them in the 4 GiB of wasm. */
export const MANY_WEIGHTS = 2 ** 24;

/** Weights of a block of rows. */
const IN_A_BLOCK = 2 ** 22;

type OfBlock = (kernel: tf.Tensor) => tf.Tensor;

/** First row and number of rows of each block. */
const blocksOf = ([inputs, units]: readonly number[]): (readonly [from: number, rows: number])[] => {
  const most = Math.max(1, Math.floor(IN_A_BLOCK / units));
  return Array.from({ length: Math.ceil(inputs / most) }, (_, i) => [i * most, Math.min(most, inputs - i * most)]);
};

/** Columns of rows that belong to a block; of two halves those of each. */
const columnsOf = (x: tf.Tensor, from: number, size: number, isMixed: boolean): tf.Tensor => {
  const [n, width] = x.shape;
  const part = (start: number): tf.Tensor => tf.slice(x, [0, start], [n, size]);
  return isMixed ? tf.concat([part(from), part(width / 2 + from)], 1) : part(from);
};

const product = (a: tf.Tensor, b: tf.Tensor, transposeB: boolean): tf.Tensor =>
  run('BatchMatMul', { a, b }, { transposeA: false, transposeB });

/** x f(W), block by block of the rows of W; `f` may double them, and the rows of `x` are then of two halves. */
const forward = (x: tf.Tensor, weights: tf.Tensor, of: OfBlock, isMixed: boolean): tf.Tensor =>
  blocksOf(weights.shape).reduce<tf.Tensor | undefined>((sum, [from, size]) => {
    const next = tf.tidy(() => {
      const block = of(tf.slice(weights, [from, 0], [size, -1]));
      const y = product(columnsOf(x, from, size, isMixed), block, false);
      return sum ? tf.add(sum, y) : y;
    });
    sum?.dispose();
    return next;
  }, undefined)!;

/** y f(W)ᵀ, block by block. */
const back = (y: tf.Tensor, weights: tf.Tensor, of: OfBlock, isMixed: boolean): tf.Tensor =>
  tf.tidy(() => {
    const parts = blocksOf(weights.shape).map(([from, size]) =>
      tf.tidy(() => product(y, of(tf.slice(weights, [from, 0], [size, -1])), true)),
    );
    if (!isMixed) return tf.concat(parts, 1);
    const halves = parts.map((part) => tf.split(part, 2, 1));
    return tf.concat([...halves.map(([plus]) => plus), ...halves.map(([, minus]) => minus)], 1);
  });

/** What a dense map computes with changed weights, without keeping them: for those that have very many. */
export const inBlocks = {
  apply: (x: tf.Tensor, weights: tf.Tensor, change: KernelChange): tf.Tensor =>
    forward(x, weights, (block) => changeKernel(block, change), false),
  transpose: (y: tf.Tensor, weights: tf.Tensor, change?: KernelChange): tf.Tensor =>
    back(y, weights, (block) => changeKernel(block, change), false),
  signedSums: (x: tf.Tensor, weights: tf.Tensor, isMixed: boolean): tf.Tensor =>
    forward(x, weights, isMixed ? mixedSigns : signs, isMixed),
  signedTranspose: (y: tf.Tensor, weights: tf.Tensor, isMixed: boolean): tf.Tensor =>
    back(y, weights, isMixed ? mixedSigns : signs, isMixed),
};
