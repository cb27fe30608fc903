import * as tf from '@tensorflow/tfjs-core';
import { compiled } from './compiled.js';

/** A matrix, or the difference of its rows to one row, where most of that is 0. */
export interface Rows {
  /** The matrix `[n, K]`, less `base` where that is given. */
  readonly x: tf.Tensor2D;
  /** What is to be added to every row, `[K]`. */
  readonly base?: tf.Tensor1D;
}

/**
 * The product of a matrix, or of its transpose, with another one.
 *
 * @param rows - the left matrix; borrowed. Given with a base, its zeros are passed over where that is compiled
 * @param b - the right one; borrowed
 * @param transposed - whether the left one is transposed. Default false
 * @returns the product, the caller's
 */
export const rowsProduct = ({ x, base }: Rows, b: tf.Tensor2D, transposed = false): tf.Tensor2D =>
  tf.tidy(() => {
    if (!base) return tf.matMul(x, b, transposed);
    const product = compiled('SparseMatMul', { a: x, base, b }, { transposeA: transposed });
    return product ? (product[0] as tf.Tensor2D) : tf.matMul<tf.Tensor2D>(tf.add(x, base), b, transposed);
  });

/**
 * The product of hidden states with Wᵀ.
 *
 * @param h - states, 0 or 1, `[n, N]`; borrowed
 * @param centre - what is taken of them, `[N]`
 * @param weights - W, `[M, N]`; borrowed
 * @returns `[n, M]`, the caller's
 */
export const statesProduct = (h: tf.Tensor2D, centre: Float32Array, weights: tf.Tensor2D): tf.Tensor2D =>
  tf.tidy(() => {
    const base = tf.tensor1d(centre.map((c) => -c));
    const product = compiled('BinaryMatMul', { a: h, base, b: weights });
    return product ? (product[0] as tf.Tensor2D) : tf.matMul<tf.Tensor2D>(tf.add(h, base), tf.transpose(weights));
  });
