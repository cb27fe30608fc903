import { hostTensor, hostValues } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';

/** Whether the current backend has a kernel. */
export const isCompiled = (name: string): boolean => tf.getKernel(name, tf.getBackend()) !== undefined;

/**
 * Runs a kernel that only some backends have: `@interp/backend` registers a few for wasm that replace the JavaScript loops here with one
 * compiled pass.
 *
 * @param name - its name
 * @param inputs - its inputs; borrowed
 * @param attributes - its attributes
 * @returns its outputs, owned by the caller, or undefined if the current backend has no such kernel
 */
export const runCompiled = (
  name: string,
  inputs: tf.NamedTensorMap,
  attributes: Readonly<Record<string, number | boolean | readonly number[]>> = {},
): tf.Tensor[] | undefined =>
  isCompiled(name) ? tf.engine().runKernel<tf.Tensor[]>(name, inputs, attributes) : undefined;

/** A matrix, possibly stored as its mostly zero difference from one row. */
export interface Rows {
  /** The matrix `[n, K]`, less `base` where that is given. */
  readonly x: tf.Tensor2D;
  /** The row to add to every row, `[K]`. */
  readonly base?: tf.Tensor1D;
}

/**
 * The product of a matrix, or of its transpose, with another one.
 *
 * @param rows - the left matrix; borrowed. With a base, the compiled kernel skips its zeros
 * @param b - the right one; borrowed
 * @param transposed - whether the left one is transposed. Default false
 * @returns the product, owned by the caller
 */
export const rowsProduct = ({ x, base }: Rows, b: tf.Tensor2D, transposed = false): tf.Tensor2D =>
  tf.tidy(() => {
    if (!base) return tf.matMul(x, b, transposed);
    const product = runCompiled('SparseMatMul', { a: x, base, b }, { transposeA: transposed });
    return product ? (product[0] as tf.Tensor2D) : tf.matMul<tf.Tensor2D>(tf.add(x, base), b, transposed);
  });

/**
 * The product of hidden states with Wᵀ.
 *
 * @param h - states, 0 or 1, `[n, N]`; borrowed
 * @param centre - what is subtracted from them, `[N]`; where this is recorded, what it holds when that is played
 * @param weights - W, `[M, N]`; borrowed
 * @returns `[n, M]`, owned by the caller
 */
export const statesProduct = (h: tf.Tensor2D, centre: Float32Array, weights: tf.Tensor2D): tf.Tensor2D =>
  tf.tidy(() => {
    const base = hostTensor([centre.length], (out) => {
      for (let j = 0; j < out.length; j++) out[j] = -centre[j];
    }) as tf.Tensor1D;
    const product = runCompiled('BinaryMatMul', { a: h, base, b: weights });
    return product ? (product[0] as tf.Tensor2D) : tf.matMul<tf.Tensor2D>(tf.add(h, base), tf.transpose(weights));
  });

/** Scaled rows of a matrix, with their extremes. */
export interface ScaledRows {
  /** gain (v - from), `[n, M]`, owned by the caller. */
  readonly x: tf.Tensor2D;
  /** The lowest v and the highest, NaN if any is NaN, and how many v are `from`: `[3]`, owned by the caller. */
  readonly facts: tf.Tensor;
}

const f = Math.fround;

/**
 * Scales the rows of a matrix.
 *
 * @param v - the matrix, `[n, M]`; borrowed
 * @param gain - what each column is multiplied by, `[M]`; where this is recorded, what it holds when that is played
 * @param from - what is first subtracted from every value
 * @returns the scaled rows and their extremes
 */
export const scaledRows = (v: tf.Tensor2D, gain: Float32Array, from: number): ScaledRows => {
  const gains = hostTensor([gain.length], (out) => out.set(gain));
  const made = runCompiled('ScaledRows', { x: v, gain: gains }, { centre: from });
  gains.dispose();
  if (made) return { x: made[0] as tf.Tensor2D, facts: made[1] };
  const M = gain.length;
  let [lowest, highest, zeros] = [Infinity, -Infinity, 0];
  const x = hostTensor(v.shape, (out) => {
    const values = hostValues(v);
    for (let at = 0, i = 0; at < out.length; at++, i = i + 1 < M ? i + 1 : 0) {
      const value = values[at];
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
      if (value === from) zeros++;
      out[at] = f(gain[i] * f(value - f(from)));
    }
  }) as tf.Tensor2D;
  return { x, facts: tf.tensor1d([lowest, highest, zeros]) };
};
