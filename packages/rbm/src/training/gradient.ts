import { InterpError } from '@interp/checks';
import { decided, hostTensor, hostValues, loop } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import {
  drawHidden,
  drawVisible,
  type Conditionals,
  type HiddenConditional,
  type VisibleConditional,
} from '../sampling/conditionals.js';
import { chanceOf } from '../sampling/exponential.js';
import { runCompiled, rowsProduct, scaledRows, type Rows } from '../sampling/kernels.js';
import type { RandomBlocks } from '../sampling/random-blocks.js';
import type { Variant } from '../variants.js';
import type { CentredParameters } from './centred-parameters.js';
import type { ChainSampler, RbmTrainer } from './trainers.js';

const f = Math.fround;

/** Statistics of a batch of visible vectors for the gradient. */
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

/** The activations' part of the gradient, their sums and, where there are levels, states. */
const activations = (
  xw: tf.Tensor2D,
  { offset, centre }: HiddenConditional,
  part: number,
  levels?: tf.Tensor,
): tf.Tensor[] => {
  const N = offset.length;
  const coefficients = hostTensor([2, N], (out) => {
    out.set(offset);
    out.set(centre, N);
  });
  const made = runCompiled('ChanceRows', { x: xw, coefficients, ...(levels && { by: levels }) }, { part });
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
  const made = runCompiled('MomentSums', { x })?.[0];
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
 * @param centre - what was subtracted from the units, one for all or one for each
 * @param xw - what the hidden units get from them, `[n, N]`; borrowed
 * @param conditionals - how they are scaled, and the hidden biases
 * @param sign - 1 for the data, -1 for the model
 * @param levels - numbers from 0 to 1, `[n, N]`, to draw hidden states by; borrowed
 * @returns the means
 */
const batchStatistics = (
  x: tf.Tensor2D,
  centre: (i: number) => number,
  xw: tf.Tensor2D,
  { visible, hidden }: Conditionals,
  sign: 1 | -1,
  levels?: tf.Tensor,
): BatchStatistics => {
  const [n, M] = x.shape;
  const { inputGain: gain, offset } = visible;
  const [activity, sums, states] = activations(xw, hidden, sign / n, levels);
  const summed = moments(x);
  const [means, squares, active] = [new Float64Array(M), new Float64Array(M), new Float64Array(xw.shape[1])];
  loop(() => {
    const [columns, chances] = [hostValues(summed), hostValues(sums)];
    for (let i = 0; i < M; i++) {
      const mean = columns[i] / n / gain[i];
      const shift = centre(i) - offset[i];
      means[i] = mean + centre(i);
      squares[i] = columns[M + i] / n / gain[i] ** 2 + shift * (2 * mean + shift);
    }
    for (let j = 0; j < active.length; j++) active[j] = chances[j] / n;
  });
  return {
    activity: activity as tf.Tensor2D,
    visible: means,
    square: squares,
    hidden: active,
    ...((states as tf.Tensor | undefined) && { states: states as tf.Tensor2D }),
  };
};

/** The approximate gradient of the log-likelihood: data minus model. */
export interface RbmGradient {
  /** W before the step, `[M, N]`. */
  readonly weights: tf.Tensor2D;
  /** The data term and the model term of the gradient of W, `[M, N]`, to be added. */
  readonly parts: readonly [data: tf.Tensor2D, model: tf.Tensor2D];
  /** Means over the data. */
  readonly data: BatchStatistics;
  /** Means over the model's samples. */
  readonly model: BatchStatistics;
}

/** The conditionals of the current model; where this is recorded, of what it is when that is played. */
const conditionalsNow = (variant: Variant, p: CentredParameters): Conditionals => {
  const M = p.visibleBias.length;
  const [outputGain, inputGain, deviation] = [new Float32Array(M), new Float32Array(M), new Float32Array(M)];
  const hiddenOffset = new Float32Array(p.hiddenBias.length);
  loop(() => {
    for (let i = 0; i < M; i++) {
      const sigma = Math.exp(-0.5 * p.logPrecision[p.logPrecision.length === 1 ? 0 : i]);
      outputGain[i] = variant.outputGain(sigma);
      inputGain[i] = variant.inputGain(sigma);
      deviation[i] = sigma;
    }
    const k = variant.hiddenGain(deviation[0]);
    for (let j = 0; j < hiddenOffset.length; j++) hiddenOffset[j] = k * p.hiddenBias[j];
  });
  return {
    visible: {
      offset: p.visibleBias,
      outputGain,
      deviation: variant.continuous ? deviation : undefined,
      inputGain,
      centre: p.visibleCentre,
    },
    hidden: { offset: hiddenOffset, centre: p.hiddenCentre },
  };
};

const samplerOf = (W: tf.Tensor2D, conditionals: Conditionals, random: RandomBlocks): ChainSampler => {
  const N = W.shape[1];
  const { centre, offset } = conditionals.hidden;
  return {
    visible: (h, betas) => drawVisible(h, W, conditionals, random, betas),
    inputs: (x) => tf.matMul(x, W),
    hidden: (xw, betas) => drawHidden(xw, conditionals.hidden, random, betas),
    load: (states) =>
      hostTensor([states.length / N, N], (out) => {
        out.set(states);
      }) as tf.Tensor2D,
    keep: (h, states) => loop(() => states.set(hostValues(h))),
    interaction: (xw, h) => {
      const [inputs, states] = [hostValues(xw), hostValues(h)];
      return Float64Array.from({ length: xw.shape[0] }, (_, row) => {
        let sum = 0;
        for (let j = 0, at = row * N; j < N; j++, at++) sum += (states[at] - centre[j]) * (inputs[at] + offset[j]);
        return sum;
      });
    },
    uniforms: (n) => random.uniforms([n]) as tf.Tensor1D,
  };
};

/**
 * Images as scaled visible units: as their differences to the lowest value where that is the background, else whole. Throws `bad-value`
 * for a pixel out of range.
 */
const imageRows = (
  images: tf.Tensor,
  { inputGain: gain, centre }: VisibleConditional,
  [low, high]: readonly [number, number],
): Rows & { readonly centre: (i: number) => number } => {
  const pixels: tf.Tensor2D = tf.reshape(images, [images.shape[0], gain.length]);
  const { x, facts } = scaledRows(pixels, gain, low);
  const isWithin = (): boolean => {
    const [lowest, highest] = hostValues(facts);
    return lowest >= low && highest <= high;
  };
  if (!decided(isWithin)) {
    const [lowest, highest] = hostValues(facts);
    throw new InterpError(
      'bad-value',
      `a pixel of the images is ${lowest >= low ? highest : lowest}; expected ${low} to ${high}; scale the images or set the range`,
    );
  }
  const most = 0.5 * x.size;
  const base = hostTensor([gain.length], (out) => {
    for (let i = 0; i < out.length; i++) out[i] = gain[i] * (low - centre[i]);
  }) as tf.Tensor1D;
  return decided(() => hostValues(facts)[2] > most)
    ? { x, base, centre: () => low }
    : { x: tf.add<tf.Tensor2D>(x, base), centre: (i) => centre[i] };
};

/**
 * Computes the gradient from a batch and the trainer's samples. Call it within a `tf.tidy`.
 *
 * @param variant - the energy
 * @param p - the parameters, about centres
 * @param images - the batch, `[n, ...inputShape]`; borrowed
 * @param settings - trainer and range of the pixels
 * @param states - the persistent hidden states of the trainer; changed in place
 * @param random - random numbers
 * @returns the gradient
 * @throws InterpError `bad-value` for a pixel out of range
 */
export const rbmGradient = (
  variant: Variant,
  p: CentredParameters,
  images: tf.Tensor,
  { trainer, range }: { readonly trainer: RbmTrainer; readonly range: readonly [low: number, high: number] },
  states: Float32Array,
  random: RandomBlocks,
): RbmGradient => {
  const conditionals = conditionalsNow(variant, p);
  const rows = imageRows(images, conditionals.visible, range);
  const weights = hostTensor([p.visibleBias.length, p.hiddenBias.length], (out) => {
    out.set(p.weights);
  }) as tf.Tensor2D;
  const sampler = samplerOf(weights, conditionals, random);
  const xw = rowsProduct(rows, weights);
  const data = batchStatistics(rows.x, rows.centre, xw, conditionals, 1, random.uniforms(xw.shape));
  const negative = trainer.negative(sampler, data.states!, states);
  const model = batchStatistics(negative.x, (i) => p.visibleCentre[i], negative.xw, conditionals, -1);
  return {
    weights,
    parts: [rowsProduct(rows, data.activity, true), rowsProduct({ x: negative.x }, model.activity, true)],
    data,
    model,
  };
};
