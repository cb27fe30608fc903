import * as tf from '@tensorflow/tfjs-core';
import type { RbmParameters, RbmTensors } from './rbm.js';
import type { Variant } from './variants.js';

/**
 * The σ of a visible unit, where one may stand for all.
 *
 * @param sigma - one or one per visible unit
 * @param i - which visible unit
 * @returns its σ
 */
export const sigmaAt = (sigma: Float32Array, i: number): number => sigma[sigma.length === 1 ? 0 : i];

/**
 * An RBM's numbers as tensors, kept beyond any `tf.tidy`.
 *
 * @param variant - its energy
 * @param parameters - its numbers
 * @returns the tensors, the caller's
 */
export const rbmTensors = (variant: Variant, parameters: RbmParameters): RbmTensors => {
  const { weights, visibleBias, hiddenBias, sigma } = parameters;
  const [M, N] = [visibleBias.length, hiddenBias.length];
  const toHidden = new Float32Array(M * N);
  const toVisible = new Float32Array(M * N);
  for (let i = 0; i < M; i++) {
    const gainIn = variant.inputGain(sigmaAt(sigma, i));
    const gainOut = variant.outputGain(sigmaAt(sigma, i));
    for (let j = 0; j < N; j++) {
      toHidden[i * N + j] = gainIn * weights[i * N + j];
      toVisible[j * M + i] = gainOut * weights[i * N + j];
    }
  }
  const hiddenGain = variant.hiddenGain(sigma[0]);
  return {
    toHidden: tf.keep(tf.tensor2d(toHidden, [M, N])),
    hiddenOffset: tf.keep(tf.tensor1d(hiddenBias.map((bias) => hiddenGain * bias))),
    toVisible: tf.keep(tf.tensor2d(toVisible, [N, M])),
    visibleOffset: tf.keep(tf.tensor1d(visibleBias.slice())),
    precision: tf.keep(tf.tensor1d(visibleBias.map((_, i) => 1 / sigmaAt(sigma, i) ** 2))),
  };
};
