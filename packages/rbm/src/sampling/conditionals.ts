import { hostTensor, hostValues } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { compiled } from './compiled.js';
import { chanceOf } from './exponential.js';
import type { RandomBlocks } from './random-blocks.js';
import { statesProduct } from './kernels.js';

/**
 * How visible units follow from hidden ones, while chains are sampled: unit i has the mean (binary: the logit)
 * `offset[i] + slope[i] (Wh)_i`. Chains work on scaled visible units, x_i = gain[i] (v_i - centre[i]), which are what the hidden units see.
 */
export interface VisibleLaw {
  /** What is added to the mean, `[M]`. */
  readonly offset: Float32Array;
  /** What (Wh)_i is multiplied by, `[M]`. */
  readonly slope: Float32Array;
  /** Standard deviations `[M]`; none for binary units. */
  readonly deviation?: Float32Array;
  /** How a visible unit is scaled, `[M]`. */
  readonly gain: Float32Array;
  /** What is first taken of it, `[M]`. */
  readonly centre: Float32Array;
}

/** How hidden units follow from visible ones: unit j is 1 with the probability sigmoid(β (xW + offset)_j). */
export interface HiddenLaw {
  /** What is added to xW, `[N]`. */
  readonly offset: Float32Array;
  /** What is taken of a hidden state on its way to the visible units, `[N]`. */
  readonly centre: Float32Array;
}

/** How units follow from each other. */
export interface SamplingLaws {
  /** Visible units from hidden ones. */
  readonly visible: VisibleLaw;
  /** Hidden units from visible ones. */
  readonly hidden: HiddenLaw;
}

const f = Math.fround;

/** Rows of numbers, one number of each for a column of units. */
const lawTensor = (columns: number, ...rows: readonly ((column: number) => number)[]): tf.Tensor =>
  hostTensor([rows.length, columns], (out) => {
    rows.forEach((row, k) => {
      for (let i = 0; i < columns; i++) out[k * columns + i] = row(i);
    });
  });

type Units = Readonly<Record<'x' | 'by' | 'law', tf.Tensor>>;

/** A loop over all units of all chains; `unit` is given a unit's place, its column and how many columns there are. */
const plain = (
  { x, by, law }: Units,
  unit: (given: number, by: number, law: Float32Array, column: number, columns: number) => number,
): tf.Tensor =>
  hostTensor(x.shape, (out) => {
    const [given, drawn, rows] = [x, by, law].map(hostValues);
    const columns = law.shape[1]!;
    for (let at = 0, i = 0; at < out.length; at++, i = i + 1 < columns ? i + 1 : 0)
      out[at] = unit(given[at], drawn[at], rows, i, columns);
  });

/** low + step where `by` is below the chance that x gives, else low. */
const binaryUnits = (units: Units): tf.Tensor =>
  compiled('BinaryUnits', units)?.[0] ??
  plain(units, (given, by, law, i, n) =>
    f(law[2 * n + i] + (by < chanceOf(f(f(given * law[i]) + law[n + i])) ? law[3 * n + i] : 0)),
  );

const normalUnits = (units: Units): tf.Tensor =>
  compiled('NormalUnits', units)?.[0] ??
  plain(units, (given, by, law, i, n) => f(f(f(given * law[i]) + law[n + i]) + f(by * law[2 * n + i])));

const tempered = (x: tf.Tensor, tempers: Float32Array | undefined): tf.Tensor =>
  tempers ? tf.mul(x, tf.tensor2d(tempers, [tempers.length, 1])) : x;

/**
 * Draws scaled visible units.
 *
 * @param h - hidden states, 0 or 1, `[n, N]`; borrowed
 * @param weights - W, `[M, N]`; borrowed
 * @param laws - how units follow
 * @param numbers - random numbers
 * @param tempers - what the slope of each chain is multiplied by; default 1 for all
 * @returns scaled visible units `[n, M]`, the caller's
 */
export const drawVisible = (
  h: tf.Tensor2D,
  weights: tf.Tensor2D,
  { visible: { offset, slope, deviation, gain, centre }, hidden }: SamplingLaws,
  numbers: RandomBlocks,
  tempers?: Float32Array,
): tf.Tensor2D =>
  tf.tidy(() => {
    const [n, M] = [h.shape[0], offset.length];
    const x = tempered(statesProduct(h, hidden.centre, weights), tempers);
    if (deviation) {
      const law = lawTensor(
        M,
        (i) => gain[i] * slope[i],
        (i) => gain[i] * (offset[i] - centre[i]),
        (i) => gain[i] * deviation[i],
      );
      return normalUnits({ x, by: numbers.normals([n, M]), law });
    }
    const law = lawTensor(
      M,
      (i) => slope[i],
      (i) => offset[i],
      (i) => -gain[i] * centre[i],
      (i) => gain[i],
    );
    return binaryUnits({ x, by: numbers.uniforms([n, M]), law });
  }) as tf.Tensor2D;

/**
 * Draws hidden states.
 *
 * @param xw - scaled visible units times W, `[n, N]`; borrowed
 * @param law - how hidden units follow
 * @param numbers - random numbers
 * @param tempers - β of each chain; default 1 for all
 * @returns states, 0 or 1, `[n, N]`, the caller's
 */
export const drawHidden = (
  xw: tf.Tensor,
  { offset }: HiddenLaw,
  numbers: RandomBlocks,
  tempers?: Float32Array,
): tf.Tensor2D =>
  tf.tidy(() => {
    const [n, N] = xw.shape as [number, number];
    const x = tempers ? tempered(tf.add(xw, tf.tensor1d(offset)), tempers) : xw;
    const law = lawTensor(
      N,
      () => 1,
      (j) => (tempers ? 0 : offset[j]),
      () => 0,
      () => 1,
    );
    return binaryUnits({ x, by: numbers.uniforms([n, N]), law });
  }) as tf.Tensor2D;
