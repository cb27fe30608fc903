import { hostTensor, hostValues } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { compiled } from './compiled.js';

/** Rows of a matrix, scaled, and what is to be known of them. */
export interface ScaledRows {
  /** gain (v - from), `[n, M]`, the caller's. */
  readonly x: tf.Tensor2D;
  /** The lowest v; NaN where one is. */
  readonly lowest: number;
  /** The highest v; NaN where one is. */
  readonly highest: number;
  /** How many v are `from`. */
  readonly zeros: number;
}

const f = Math.fround;

/**
 * Scales the rows of a matrix.
 *
 * @param v - the matrix, `[n, M]`; borrowed
 * @param gain - what each column is multiplied by, `[M]`
 * @param from - what is first taken of every value
 * @returns the scaled rows and their extremes
 */
export const scaledRows = (v: tf.Tensor2D, gain: Float32Array, from: number): ScaledRows => {
  const made = compiled('ScaledRows', { x: v, gain: tf.tensor1d(gain) }, { centre: from });
  if (made) {
    const [lowest, highest, zeros] = hostValues(made[1]);
    return { x: made[0] as tf.Tensor2D, lowest, highest, zeros };
  }
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
  return { x, lowest, highest, zeros };
};
