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
 * The product of a matrix with another one, or of one's transpose with the other.
 *
 * @param rows - the left matrix; borrowed. Given with a base, its zeros are passed over where that is compiled
 * @param b - the right one; borrowed
 * @param transposed - which of them is transposed. Default none
 * @returns the product, the caller's
 */
export const rowsProduct = ({ x, base }: Rows, b: tf.Tensor2D, transposed?: 'left' | 'right'): tf.Tensor2D =>
  tf.tidy(() => {
    const [transposeA, transposeB] = [transposed === 'left', transposed === 'right'];
    if (base) {
      const product = compiled('SparseMatMul', { a: x, base, b }, { transposeA, transposeB });
      if (product) return product[0] as tf.Tensor2D;
    }
    const left: tf.Tensor2D = base ? tf.add(x, base) : x;
    return tf.matMul(left, b, transposeA, transposeB);
  });
