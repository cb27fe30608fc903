import { hostTensor, hostValues } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { checkRbm } from '../check-rbm.js';
import { sigmaAt, type Rbm } from '../rbm.js';
import { chanceOf } from './exponential.js';
import { runCompiled, statesProduct } from './kernels.js';
import type { RandomBlocks } from './random-blocks.js';

/**
 * The conditional P(v | h) while chains are sampled: unit i has the mean (binary: the logit) `offset[i] + outputGain[i] (Wh)_i`. Chains use
 * scaled visible units, x_i = inputGain[i] (v_i - centre[i]), the inputs of the hidden units.
 */
export interface VisibleConditional {
  /** Offset of the mean, `[M]`. */
  readonly offset: Float32Array;
  /** Gain of (Wh)_i, `[M]`. */
  readonly outputGain: Float32Array;
  /** Standard deviations `[M]`; none for binary units. */
  readonly deviation?: Float32Array;
  /** Scale of a visible unit, `[M]`. */
  readonly inputGain: Float32Array;
  /** Centre, subtracted before scaling, `[M]`. */
  readonly centre: Float32Array;
}

/** The conditional P(h | v): unit j is 1 with the probability sigmoid(β (xW + offset)_j). */
export interface HiddenConditional {
  /** Offset of xW, `[N]`. */
  readonly offset: Float32Array;
  /** Centre, subtracted from hidden states for the visible units, `[N]`. */
  readonly centre: Float32Array;
}

/** Both conditionals of an RBM, for sampling. */
export interface Conditionals {
  /** Visible units given hidden ones. */
  readonly visible: VisibleConditional;
  /** Hidden units given visible ones. */
  readonly hidden: HiddenConditional;
}

const f = Math.fround;

/** So many rows of coefficients, one of each for every column of units: `[rows, columns]`; `write` writes those of a column, the first at its number. */
const coefficientRows = (
  rows: number,
  columns: number,
  write: (out: Float32Array, column: number) => void,
): tf.Tensor =>
  hostTensor([rows, columns], (out) => {
    for (let i = 0; i < columns; i++) write(out, i);
  });

type Units = Readonly<Record<'x' | 'by' | 'coefficients', tf.Tensor>>;

/** Loops over all units of all chains; `unit` gets the unit's input and random number, the coefficients `c`, its column and how many there are. */
const plain = (
  { x, by, coefficients }: Units,
  unit: (given: number, by: number, c: Float32Array, column: number, columns: number) => number,
): tf.Tensor =>
  hostTensor(x.shape, (out) => {
    const [given, drawn, table] = [x, by, coefficients].map(hostValues);
    const columns = coefficients.shape[1]!;
    for (let at = 0, i = 0; at < out.length; at++, i = i + 1 < columns ? i + 1 : 0)
      out[at] = unit(given[at], drawn[at], table, i, columns);
  });

/** low + step with the probability given by x, else low. */
const binaryUnits = (units: Units): tf.Tensor =>
  runCompiled('BinaryUnits', units)?.[0] ??
  plain(units, (given, by, c, i, n) =>
    f(c[2 * n + i] + (by < chanceOf(f(f(given * c[i]) + c[n + i])) ? c[3 * n + i] : 0)),
  );

const normalUnits = (units: Units): tf.Tensor =>
  runCompiled('NormalUnits', units)?.[0] ??
  plain(units, (given, by, c, i, n) => f(f(f(given * c[i]) + c[n + i]) + f(by * c[2 * n + i])));

const tempered = (x: tf.Tensor, betas: Float32Array | undefined): tf.Tensor =>
  betas ? tf.mul(x, tf.tensor2d(betas, [betas.length, 1])) : x;

/**
 * Draws scaled visible units.
 *
 * @param h - hidden states, 0 or 1, `[n, N]`; borrowed
 * @param weights - W, `[M, N]`; borrowed
 * @param conditionals - of the RBM
 * @param random - random numbers
 * @param betas - β of each chain, which its weights are multiplied by; default 1 for all
 * @returns scaled visible units `[n, M]`, owned by the caller
 */
export const drawVisible = (
  h: tf.Tensor2D,
  weights: tf.Tensor2D,
  { visible: { offset, outputGain, deviation, inputGain, centre }, hidden }: Conditionals,
  random: RandomBlocks,
  betas?: Float32Array,
): tf.Tensor2D =>
  tf.tidy(() => {
    const [n, M] = [h.shape[0], offset.length];
    const x = tempered(statesProduct(h, hidden.centre, weights), betas);
    if (deviation) {
      const coefficients = coefficientRows(3, M, (out, i) => {
        out[i] = inputGain[i] * outputGain[i];
        out[M + i] = inputGain[i] * (offset[i] - centre[i]);
        out[2 * M + i] = inputGain[i] * deviation[i];
      });
      return normalUnits({ x, by: random.normals([n, M]), coefficients });
    }
    const coefficients = coefficientRows(4, M, (out, i) => {
      out[i] = outputGain[i];
      out[M + i] = offset[i];
      out[2 * M + i] = -inputGain[i] * centre[i];
      out[3 * M + i] = inputGain[i];
    });
    return binaryUnits({ x, by: random.uniforms([n, M]), coefficients });
  }) as tf.Tensor2D;

/**
 * Draws hidden states.
 *
 * @param xw - scaled visible units times W, `[n, N]`; borrowed
 * @param conditional - of the hidden units
 * @param random - random numbers
 * @param betas - β of each chain; default 1 for all
 * @returns states, 0 or 1, `[n, N]`, owned by the caller
 */
export const drawHidden = (
  xw: tf.Tensor,
  { offset }: HiddenConditional,
  random: RandomBlocks,
  betas?: Float32Array,
): tf.Tensor2D =>
  tf.tidy(() => {
    const [n, N] = xw.shape as [number, number];
    const x = betas ? tempered(tf.add(xw, tf.tensor1d(offset)), betas) : xw;
    const coefficients = coefficientRows(4, N, (out, j) => {
      out[j] = 1;
      out[N + j] = betas ? 0 : offset[j];
      out[2 * N + j] = 0;
      out[3 * N + j] = 1;
    });
    return binaryUnits({ x, by: random.uniforms([n, N]), coefficients });
  }) as tf.Tensor2D;

/**
 * The conditionals of an RBM, without centres.
 *
 * @param model - the RBM; borrowed
 * @returns both conditionals
 */
export const conditionalsOf = (model: Rbm): Conditionals => {
  checkRbm(model);
  const { variant, parameters, visible, hidden } = model;
  const { visibleBias, hiddenBias, sigma } = parameters;
  const of = (value: (sigma: number) => number): Float32Array =>
    Float32Array.from({ length: visible }, (_, i) => value(sigmaAt(sigma, i)));
  const hiddenGain = variant.hiddenGain(sigma[0]);
  return {
    visible: {
      offset: visibleBias,
      outputGain: of(variant.outputGain),
      deviation: variant.continuous ? of((s) => s) : undefined,
      inputGain: of(variant.inputGain),
      centre: new Float32Array(visible),
    },
    hidden: { offset: hiddenBias.map((bias) => hiddenGain * bias), centre: new Float32Array(hidden) },
  };
};
