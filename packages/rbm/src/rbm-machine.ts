import { hostTensor, hostValues, InterpError } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { CentredParameters } from './centred-parameters.js';
import { batchStatistics, type BatchStatistics } from './batch-statistics.js';
import type { RandomBlocks } from './random-blocks.js';
import type { ChainSampler } from './rbm-trainer.js';
import { drawHidden, drawVisible, type HiddenLaw, type VisibleLaw } from './sampling-laws.js';
import type { TrainRbmSettings } from './train-options.js';
import type { Variant } from './variant.js';

/** The gradient of the log-likelihood, approximated: data minus model. */
export interface RbmGradient {
  /** For W, `[M, N]`: the data's part and the model's, to be added. */
  readonly weights: readonly [tf.Tensor2D, tf.Tensor2D];
  /** Means over the data. */
  readonly data: BatchStatistics;
  /** Means over the model's samples. */
  readonly model: BatchStatistics;
}

/** How units follow from each other now. */
const lawsNow = (variant: Variant, p: CentredParameters): { visible: VisibleLaw; hidden: HiddenLaw } => {
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

const samplerOf = (p: CentredParameters, laws: ReturnType<typeof lawsNow>, numbers: RandomBlocks): ChainSampler => {
  const [M, N] = [p.visibleBias.length, p.hiddenBias.length];
  const W = hostTensor([M, N], (out) => out.set(p.weights)) as tf.Tensor2D;
  const turned = tf.transpose(W);
  const { centre, offset } = laws.hidden;
  return {
    visible: (h, tempers) => drawVisible(tf.matMul(h, turned), laws.visible, numbers, tempers),
    inputs: (x) => tf.matMul(x, W),
    hidden: (xw, tempers) => drawHidden(xw, laws.hidden, numbers, tempers),
    load: (states) =>
      hostTensor([states.length / N, N], (out) => {
        for (let at = 0; at < out.length; at++) out[at] = states[at] - centre[at % N];
      }) as tf.Tensor2D,
    keep: (h, states) => {
      const values = hostValues(h);
      for (let at = 0; at < states.length; at++) states[at] = Math.round(values[at] + centre[at % N]);
    },
    interaction: (xw, h) => {
      const [inputs, states] = [hostValues(xw), hostValues(h)];
      return Float64Array.from({ length: xw.shape[0] }, (_, row) => {
        let sum = 0;
        for (let j = 0, at = row * N; j < N; j++, at++) sum += states[at] * (inputs[at] + offset[j]);
        return sum;
      });
    },
    uniforms: (out) => {
      numbers.uniforms(out);
    },
  };
};

/** Images as scaled visible units. Throws `bad-value` for a pixel out of range. */
const scaled = (
  images: tf.Tensor,
  { gain, centre }: VisibleLaw,
  [low, high]: readonly [number, number],
): tf.Tensor2D => {
  const n = images.shape[0];
  const M = gain.length;
  let outside: number | undefined;
  const x = hostTensor([n, M], (out) => {
    const values = hostValues(images);
    for (let row = 0, at = 0; row < n; row++)
      for (let i = 0; i < M; i++, at++) {
        const value = values[at];
        if (!(value >= low && value <= high)) outside = value;
        out[at] = gain[i] * (value - centre[i]);
      }
  }) as tf.Tensor2D;
  if (outside !== undefined)
    throw new InterpError(
      'bad-value',
      `a pixel of the images is ${outside}; expected ${low} to ${high}; scale the images or set the range`,
    );
  return x;
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
  const x = scaled(images, laws.visible, range);
  const sampler = samplerOf(p, laws, numbers);
  const xw = sampler.inputs(x);
  const positive = sampler.hidden(xw);
  const negative = trainer.negative(sampler, positive, states);
  const data = batchStatistics(x, xw, laws, 1);
  const model = batchStatistics(negative.x, negative.xw, laws, -1);
  return {
    weights: [tf.matMul(tf.transpose(x), data.activity), tf.matMul(tf.transpose(negative.x), model.activity)],
    data,
    model,
  };
};
