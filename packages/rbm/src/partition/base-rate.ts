import type { LabelledImages } from '@interp/core';
import { checkRbm } from '../check-rbm.js';
import { meanLogits } from '../density/independent-bernoulli.js';
import { pixelStatistics } from '../density/pixel-statistics.js';
import { sigmaAt, type Rbm } from '../rbm.js';

/** The distribution from which annealing starts: independent visible units, normal or Bernoulli. */
export interface BaseRate {
  /** Means of Gaussian units, logits of binary ones, `[M]`. */
  readonly location: Float64Array;
  /** Standard deviations of Gaussian units, `[M]`; 1 for binary ones. */
  readonly deviation: Float64Array;
}

/**
 * The base rate of images, as in Salakhutdinov & Murray (2008).
 *
 * @param data - images that the RBM was trained on; borrowed
 * @param model - the RBM; its σ is the least deviation
 * @returns the base rate
 */
export const baseRate = async (data: LabelledImages, model: Rbm): Promise<BaseRate> => {
  checkRbm(model);
  const { variant, parameters } = model;
  const { mean, deviation } = await pixelStatistics(data);
  if (!variant.continuous) return { location: meanLogits(mean), deviation: mean.map(() => 1) };
  return { location: mean, deviation: deviation.map((d, i) => Math.max(d, sigmaAt(parameters.sigma, i))) };
};

/**
 * A base rate from the RBM alone: its visible units with each hidden unit at ½.
 *
 * @param model - the RBM; borrowed
 * @returns the base rate
 */
export const ownBaseRate = (model: Rbm): BaseRate => {
  checkRbm(model);
  const { variant, parameters, visible: M, hidden: N } = model;
  const { weights, visibleBias, sigma } = parameters;
  const location = new Float64Array(M);
  const deviation = new Float64Array(M).fill(1);
  for (let i = 0; i < M; i++) {
    const s = sigmaAt(sigma, i);
    const gain = variant.outputGain(s);
    let [sum, squares] = [0, 0];
    for (let j = 0; j < N; j++) {
      const w = gain * weights[i * N + j];
      sum += w;
      squares += w * w;
    }
    location[i] = visibleBias[i] + sum / 2;
    if (variant.continuous) deviation[i] = Math.sqrt(s * s + squares / 4);
  }
  return { location, deviation };
};
