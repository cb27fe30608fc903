import { hostTensor, hostValues } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { compiled } from './compiled.js';
import { chanceOf } from './exponential.js';
import type { HiddenLaw, VisibleLaw } from './sampling-laws.js';

/** What the gradient needs of some visible vectors. */
export interface BatchStatistics {
  /** P(h | v) less the centre, over the number of vectors, with the sign of its side, `[n, N]`. */
  readonly activity: tf.Tensor2D;
  /** Mean of each visible unit, `[M]`. */
  readonly visible: Float64Array;
  /** Mean of (v - β)² of each visible unit, `[M]`. */
  readonly square: Float64Array;
  /** Mean of P(h | v) of each hidden unit, `[N]`. */
  readonly hidden: Float64Array;
}

const f = Math.fround;

/** The chances' part of the gradient, and their sums. */
const chances = (xw: tf.Tensor2D, { offset, centre }: HiddenLaw, part: number): tf.Tensor[] => {
  const N = offset.length;
  const law = hostTensor([2, N], (out) => {
    out.set(offset);
    out.set(centre, N);
  });
  const made = compiled('ChanceRows', { x: xw, law }, { part });
  if (made) return made;
  const sums = new Float64Array(N);
  const activity = hostTensor(xw.shape, (out) => {
    const inputs = hostValues(xw);
    for (let at = 0, j = 0; at < out.length; at++, j = j + 1 < N ? j + 1 : 0) {
      const chance = chanceOf(f(inputs[at] + offset[j]));
      sums[j] += chance;
      out[at] = f(f(part) * f(chance - centre[j]));
    }
  });
  return [activity, tf.tensor1d(Float32Array.from(sums))];
};

/** Sums of each column, and of its squares. */
const moments = (x: tf.Tensor2D): tf.Tensor => {
  const made = compiled('MomentSums', { x })?.[0];
  if (made) return made;
  const [n, M] = x.shape;
  const sums = new Float64Array(2 * M);
  const values = hostValues(x);
  for (let row = 0, at = 0; row < n; row++)
    for (let i = 0; i < M; i++, at++) {
      sums[i] += values[at];
      sums[M + i] += values[at] * values[at];
    }
  return tf.tensor1d(Float32Array.from(sums));
};

/**
 * Means over visible vectors.
 *
 * @param x - gain (v - centre) of visible units, `[n, M]`; borrowed
 * @param centre - what was taken of the units, one for all or one for each
 * @param xw - what the hidden units get from them, `[n, N]`; borrowed
 * @param laws - how they are scaled, and the hidden biases
 * @param sign - 1 for the data, -1 for the model
 * @returns the means
 */
export const batchStatistics = (
  x: tf.Tensor2D,
  centre: (i: number) => number,
  xw: tf.Tensor2D,
  { visible, hidden }: { readonly visible: VisibleLaw; readonly hidden: HiddenLaw },
  sign: 1 | -1,
): BatchStatistics => {
  const [n, M] = x.shape;
  const { gain, offset } = visible;
  const [activity, sums] = chances(xw, hidden, sign / n);
  const columns = Float64Array.from(hostValues(moments(x)));
  const mean = columns.subarray(0, M).map((sum, i) => sum / n / gain[i]);
  return {
    activity: activity as tf.Tensor2D,
    visible: mean.map((value, i) => value + centre(i)),
    square: columns.subarray(M).map((sum, i) => {
      const shift = centre(i) - offset[i];
      return sum / n / gain[i] ** 2 + shift * (2 * mean[i] + shift);
    }),
    hidden: Float64Array.from(hostValues(sums), (sum) => sum / n),
  };
};
