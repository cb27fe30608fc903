import type { LabelledImages } from '@interp/core';
import { checkBatch } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { NormalisedDensity } from './gaussian-baselines.js';
import { pixelStatistics } from './pixel-statistics.js';

const logit = (p: number): number => Math.log(p / (1 - p));

/**
 * The logits of pixels' means, clipped away from 0 and 1.
 *
 * @param mean - means of pixels of 0 to 1
 * @returns their logits
 */
export const meanLogits = (mean: Float64Array): Float64Array =>
  mean.map((p) => logit(Math.min(Math.max(p, 1e-5), 1 - 1e-5)));

/**
 * Independent binary pixels, the simplest baseline for a binary RBM.
 *
 * @param data - images of 0 and 1; borrowed
 * @returns their probabilities as a density, which belongs to the caller; between 0 and 1 it is continued smoothly
 * @throws InterpError `bad-shape` for no images
 */
export const independentBernoulli = async (data: LabelledImages): Promise<NormalisedDensity> => {
  const { mean } = await pixelStatistics(data);
  const { inputShape } = data;
  const logits = tf.keep(tf.tensor1d(Float32Array.from(meanLogits(mean))));
  /** The logit of the opposite value of each pixel. */
  const away = (v: tf.Tensor): tf.Tensor2D =>
    tf.mul(tf.sub(1, tf.mul(tf.reshape(v, [v.shape[0], mean.length]), 2)), logits);
  return {
    inputShape: [...inputShape],
    parameters: mean.length,
    logDensity: (v) => {
      checkBatch({ inputShape }, v);
      return tf.tidy(() => tf.neg(tf.sum<tf.Tensor1D>(tf.softplus(away(v)), 1)));
    },
    gradLogDensity: (v) => {
      checkBatch({ inputShape }, v);
      return tf.tidy(() => tf.reshape(tf.mul(tf.mul(tf.sigmoid(away(v)), logits), 2), v.shape));
    },
    dispose: () => {
      logits.dispose();
    },
  };
};
