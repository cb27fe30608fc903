import { InterpError } from '@interp/core';
import { hostTensor, hostValues } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { CentredParameters } from './centred-parameters.js';
import { batchStatistics, type BatchStatistics } from './batch-statistics.js';
import type { RandomBlocks } from '../sampling/random-blocks.js';
import type { ChainSampler } from './trainers.js';
import { rowsProduct, type Rows } from '../sampling/kernels.js';
import { drawHidden, drawVisible, type SamplingLaws, type VisibleLaw } from '../sampling/conditionals.js';
import { scaledRows } from '../sampling/scaled-rows.js';
import type { TrainRbmSettings } from './train-options.js';
import type { Variant } from '../variants.js';

/** The gradient of the log-likelihood, approximated: data minus model. */
export interface RbmGradient {
  /** W as it was, `[M, N]`. */
  readonly weights: tf.Tensor2D;
  /** For W, `[M, N]`: the data's part and the model's, to be added. */
  readonly parts: readonly [data: tf.Tensor2D, model: tf.Tensor2D];
  /** Means over the data. */
  readonly data: BatchStatistics;
  /** Means over the model's samples. */
  readonly model: BatchStatistics;
}

/** How units follow from each other now. */
const lawsNow = (variant: Variant, p: CentredParameters): SamplingLaws => {
  const M = p.visibleBias.length;
  const [slope, gain, deviation] = [new Float32Array(M), new Float32Array(M), new Float32Array(M)];
  for (let i = 0; i < M; i++) {
    const sigma = Math.exp(-0.5 * p.logPrecision[p.logPrecision.length === 1 ? 0 : i]);
    slope[i] = variant.outputGain(sigma);
    gain[i] = variant.inputGain(sigma);
    deviation[i] = sigma;
  }
  const k = variant.hiddenGain(deviation[0]);
  return {
    visible: {
      offset: p.visibleBias,
      slope,
      ...(variant.continuous && { deviation }),
      gain,
      centre: p.visibleCentre,
    },
    hidden: { offset: p.hiddenBias.map((gamma) => k * gamma), centre: p.hiddenCentre },
  };
};

const samplerOf = (W: tf.Tensor2D, laws: SamplingLaws, numbers: RandomBlocks): ChainSampler => {
  const N = W.shape[1];
  const { centre, offset } = laws.hidden;
  return {
    visible: (h, tempers) => drawVisible(h, W, laws, numbers, tempers),
    inputs: (x) => tf.matMul(x, W),
    hidden: (xw, tempers) => drawHidden(xw, laws.hidden, numbers, tempers),
    load: (states) =>
      hostTensor([states.length / N, N], (out) => {
        out.set(states);
      }) as tf.Tensor2D,
    keep: (h, states) => {
      states.set(hostValues(h));
    },
    interaction: (xw, h) => {
      const [inputs, states] = [hostValues(xw), hostValues(h)];
      return Float64Array.from({ length: xw.shape[0] }, (_, row) => {
        let sum = 0;
        for (let j = 0, at = row * N; j < N; j++, at++) sum += (states[at] - centre[j]) * (inputs[at] + offset[j]);
        return sum;
      });
    },
    uniforms: (n) => numbers.uniforms([n]) as tf.Tensor1D,
  };
};

/**
 * Images as scaled visible units: as their differences to the lowest value where that is the background, else whole. Throws `bad-value`
 * for a pixel out of range.
 */
const imageRows = (
  images: tf.Tensor,
  { gain, centre }: VisibleLaw,
  [low, high]: readonly [number, number],
): Rows & { readonly centre: (i: number) => number } => {
  const pixels: tf.Tensor2D = tf.reshape(images, [images.shape[0], gain.length]);
  const { x, lowest, highest, zeros } = scaledRows(pixels, gain, low);
  if (!(lowest >= low && highest <= high))
    throw new InterpError(
      'bad-value',
      `a pixel of the images is ${lowest >= low ? highest : lowest}; expected ${low} to ${high}; scale the images or set the range`,
    );
  const base = hostTensor([gain.length], (out) => {
    for (let i = 0; i < out.length; i++) out[i] = gain[i] * (low - centre[i]);
  }) as tf.Tensor1D;
  return zeros > 0.5 * x.size
    ? { x, base, centre: () => low }
    : { x: tf.add<tf.Tensor2D>(x, base), centre: (i) => centre[i] };
};

/**
 * The gradient that a batch and the trainer's samples give. Call it within a `tf.tidy`.
 *
 * @param variant - the energy
 * @param p - the numbers, about centres
 * @param images - the batch, `[n, ...inputShape]`; borrowed
 * @param settings - trainer and range
 * @param states - the hidden states that the trainer keeps; changed in place
 * @param numbers - random numbers
 * @returns the gradient
 * @throws InterpError `bad-value` for a pixel out of range
 */
export const rbmGradient = (
  variant: Variant,
  p: CentredParameters,
  images: tf.Tensor,
  { trainer, range }: Pick<TrainRbmSettings, 'trainer' | 'range'>,
  states: Float32Array,
  numbers: RandomBlocks,
): RbmGradient => {
  const laws = lawsNow(variant, p);
  const rows = imageRows(images, laws.visible, range);
  const weights = hostTensor([p.visibleBias.length, p.hiddenBias.length], (out) => {
    out.set(p.weights);
  }) as tf.Tensor2D;
  const sampler = samplerOf(weights, laws, numbers);
  const xw = rowsProduct(rows, weights);
  const data = batchStatistics(rows.x, rows.centre, xw, laws, 1, numbers.uniforms(xw.shape));
  const negative = trainer.negative(sampler, data.states!, states);
  const model = batchStatistics(negative.x, (i) => p.visibleCentre[i], negative.xw, laws, -1);
  return {
    weights,
    parts: [rowsProduct(rows, data.activity, true), rowsProduct({ x: negative.x }, model.activity, true)],
    data,
    model,
  };
};
