import { hostTensor, hostValues } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { compiled } from '../sampling/compiled.js';
import { chanceOf } from '../sampling/exponential.js';
import type { HiddenLaw, VisibleLaw } from '../sampling/conditionals.js';

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
  /** Hidden states, 0 or 1, `[n, N]`, where there were levels to draw them by. */
  readonly states?: tf.Tensor2D;
}

const f = Math.fround;

/** The chances' part of the gradient, their sums and, where there are levels, states. */
const chances = (xw: tf.Tensor2D, { offset, centre }: HiddenLaw, part: number, levels?: tf.Tensor): tf.Tensor[] => {
  const N = offset.length;
  const law = hostTensor([2, N], (out) => {
    out.set(offset);
    out.set(centre, N);
  });
  const made = compiled('ChanceRows', { x: xw, law, ...(levels && { by: levels }) }, { part });
  if (made) return made;
  const sums = new Float64Array(N);
  const chance = Float32Array.from(hostValues(xw), (input, at) => chanceOf(f(input + offset[at % N])));
  const activity = hostTensor(xw.shape, (out) => {
    for (let at = 0, j = 0; at < out.length; at++, j = j + 1 < N ? j + 1 : 0) {
      sums[j] += chance[at];
      out[at] = f(f(part) * f(chance[at] - centre[j]));
    }
  });
  const states =
    levels &&
    hostTensor(xw.shape, (out) => {
      const by = hostValues(levels);
      for (let at = 0; at < out.length; at++) out[at] = by[at] < chance[at] ? 1 : 0;
    });
  return [activity, tf.tensor1d(Float32Array.from(sums)), ...(states ? [states] : [])];
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
 * @param levels - numbers from 0 to 1, `[n, N]`, to draw hidden states by; borrowed
 * @returns the means
 */
export const batchStatistics = (
  x: tf.Tensor2D,
  centre: (i: number) => number,
  xw: tf.Tensor2D,
  { visible, hidden }: { readonly visible: VisibleLaw; readonly hidden: HiddenLaw },
  sign: 1 | -1,
  levels?: tf.Tensor,
): BatchStatistics => {
  const [n, M] = x.shape;
  const { gain, offset } = visible;
  const [activity, sums, states] = chances(xw, hidden, sign / n, levels);
  const summed = moments(x);
  const columns = hostValues(summed);
  const [means, squares] = [new Float64Array(M), new Float64Array(M)];
  for (let i = 0; i < M; i++) {
    const mean = columns[i] / n / gain[i];
    const shift = centre(i) - offset[i];
    means[i] = mean + centre(i);
    squares[i] = columns[M + i] / n / gain[i] ** 2 + shift * (2 * mean + shift);
  }
  return {
    activity: activity as tf.Tensor2D,
    visible: means,
    square: squares,
    hidden: Float64Array.from(hostValues(sums), (sum) => sum / n),
    ...((states as tf.Tensor | undefined) && { states: states as tf.Tensor2D }),
  };
};
