import { hostTensor, hostValues } from '@interp/core';
import type * as tf from '@tensorflow/tfjs-core';
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

const { exp } = Math;

/** Sums of each column and of its squares, four rows at a time: most of the time goes into loading and storing the sums. */
const columnSums = (values: Float32Array, n: number, M: number): { sums: Float64Array; squares: Float64Array } => {
  const sums = new Float64Array(M);
  const squares = new Float64Array(M);
  let row = 0;
  for (; row + 4 <= n; row += 4)
    for (let i = 0, at = row * M; i < M; i++, at++) {
      const a = values[at];
      const b = values[at + M];
      const c = values[at + 2 * M];
      const d = values[at + 3 * M];
      sums[i] += a + b + (c + d);
      squares[i] += a * a + b * b + (c * c + d * d);
    }
  for (let at = row * M; at < n * M; at++) {
    const i = at % M;
    sums[i] += values[at];
    squares[i] += values[at] * values[at];
  }
  return { sums, squares };
};

/**
 * Means over visible vectors.
 *
 * @param x - scaled visible units, `[n, M]`; borrowed
 * @param xw - what the hidden units get from them, `[n, N]`; borrowed
 * @param laws - how they are scaled, and the hidden biases
 * @param sign - 1 for the data, -1 for the model
 * @returns the means
 */
export const batchStatistics = (
  x: tf.Tensor2D,
  xw: tf.Tensor2D,
  { visible, hidden }: { readonly visible: VisibleLaw; readonly hidden: HiddenLaw },
  sign: 1 | -1,
): BatchStatistics => {
  const [n, M] = x.shape;
  const N = xw.shape[1];
  const part = sign / n;
  const chances = new Float64Array(N);
  const activity = hostTensor([n, N], (out) => {
    const inputs = hostValues(xw);
    const { offset, centre } = hidden;
    for (let row = 0, at = 0; row < n; row++)
      for (let j = 0; j < N; j++, at++) {
        const chance = 1 / (1 + exp(-(inputs[at] + offset[j])));
        chances[j] += chance;
        out[at] = part * (chance - centre[j]);
      }
  }) as tf.Tensor2D;
  const { sums, squares } = columnSums(hostValues(x), n, M);
  const { gain, centre, offset } = visible;
  const mean = sums.map((sum, i) => sum / n / gain[i]);
  return {
    activity,
    visible: mean.map((value, i) => value + centre[i]),
    square: squares.map((sum, i) => {
      const shift = centre[i] - offset[i];
      return sum / n / gain[i] ** 2 + shift * (2 * mean[i] + shift);
    }),
    hidden: chances.map((sum) => sum / n),
  };
};
