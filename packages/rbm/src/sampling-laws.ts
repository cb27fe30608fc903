import { hostTensor, hostValues } from '@interp/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { RandomBlocks } from './random-blocks.js';

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
  /** What is taken of a hidden state before it goes on, `[N]`. */
  readonly centre: Float32Array;
}

/** A memory for random numbers, grown as needed. */
const scratch = (): ((n: number) => Float32Array) => {
  let memory = new Float32Array(0);
  return (n) => {
    if (memory.length < n) memory = new Float32Array(n);
    return memory.subarray(0, n);
  };
};

const room = scratch();
const { exp } = Math;

/** The loop over all visible units of all chains, kept apart for the engine to compile by itself. */
const fillVisible = (
  out: Float32Array,
  given: Float32Array,
  noise: Float32Array,
  { offset, slope, deviation, gain, centre }: VisibleLaw,
  tempers: Float32Array | undefined,
): void => {
  const M = offset.length;
  for (let start = 0, row = 0; start < out.length; start += M, row++) {
    const temper = tempers ? tempers[row] : 1;
    if (deviation)
      for (let i = 0, at = start; i < M; i++, at++)
        out[at] = gain[i] * (offset[i] + temper * slope[i] * given[at] + deviation[i] * noise[at] - centre[i]);
    else
      for (let i = 0, at = start; i < M; i++, at++) {
        const chance = 1 / (1 + exp(-(offset[i] + temper * slope[i] * given[at])));
        out[at] = gain[i] * ((noise[at] < chance ? 1 : 0) - centre[i]);
      }
  }
};

/**
 * Draws scaled visible units.
 *
 * @param wh - hidden states times Wᵀ, `[n, M]`; borrowed
 * @param law - how visible units follow
 * @param numbers - random numbers
 * @param tempers - what the slope of each chain is multiplied by; default 1 for all
 * @returns scaled visible units `[n, M]`, the caller's
 */
export const drawVisible = (
  wh: tf.Tensor,
  law: VisibleLaw,
  numbers: RandomBlocks,
  tempers?: Float32Array,
): tf.Tensor2D => {
  const [n, M] = wh.shape as [number, number];
  const noise = room(n * M);
  if (law.deviation) numbers.normals(noise);
  else numbers.uniforms(noise);
  return hostTensor([n, M], (out) => {
    fillVisible(out, hostValues(wh), noise, law, tempers);
  }) as tf.Tensor2D;
};

/**
 * Draws hidden states, less their centre.
 *
 * @param xw - scaled visible units times W, `[n, N]`; borrowed
 * @param law - how hidden units follow
 * @param numbers - random numbers
 * @param tempers - β of each chain; default 1 for all
 * @returns states less their centre, `[n, N]`, the caller's
 */
export const drawHidden = (
  xw: tf.Tensor,
  { offset, centre }: HiddenLaw,
  numbers: RandomBlocks,
  tempers?: Float32Array,
): tf.Tensor2D => {
  const [n, N] = xw.shape as [number, number];
  const level = room(n * N);
  numbers.uniforms(level);
  return hostTensor([n, N], (out) => {
    const given = hostValues(xw);
    for (let row = 0, at = 0; row < n; row++) {
      const temper = tempers ? tempers[row] : 1;
      for (let j = 0; j < N; j++, at++) {
        const chance = 1 / (1 + exp(-temper * (given[at] + offset[j])));
        out[at] = (level[at] < chance ? 1 : 0) - centre[j];
      }
    }
  }) as tf.Tensor2D;
};
