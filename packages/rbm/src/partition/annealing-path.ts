import { sigmaAt, type Rbm } from '../rbm.js';
import { conditionalsOf, type HiddenConditional, type VisibleConditional } from '../sampling/conditionals.js';
import type { BaseRate } from './base-rate.js';
import { softplus } from './log-sum-exp.js';

/**
 * The intermediate distributions of annealed importance sampling, between a base rate (β = 0) and an RBM (β = 1):
 * log p*_β(v) = (1 - β) base(v) + β visible(v) + Σ_j softplus(β input_j(v)).
 */
export interface AnnealingPath {
  /** log Z at β = 0. */
  readonly logBase: number;
  /** The conditional of the hidden units at β = 1; drawing multiplies their logits by β. */
  readonly hidden: HiddenConditional;
  /**
   * The conditional of the visible units.
   *
   * @param beta - from 0 to 1
   * @returns the conditional at β, valid until the next call
   */
  readonly visibleAt: (beta: number) => VisibleConditional;
  /**
   * Adds log p*_to(v) - log p*_from(v) of each chain.
   *
   * @param x - scaled visible units of the chains, row by row
   * @param xw - x W, the inputs of the hidden units
   * @param from - a β
   * @param to - another
   * @param sums - one number per chain, added to
   */
  readonly addRatios: (x: Float32Array, xw: Float32Array, from: number, to: number, sums: Float64Array) => void;
}

/**
 * The path of annealed importance sampling.
 *
 * @param model - the RBM; borrowed
 * @param base - the base rate
 * @returns the path
 */
export const annealingPath = (model: Rbm, base: BaseRate): AnnealingPath => {
  const { variant, parameters, visible: M, hidden: N } = model;
  const conditionals = conditionalsOf(model);
  const { inputGain: gain, centre } = conditionals.visible;
  const basePrecision = base.deviation.map((d) => 1 / (d * d));
  const precision = Float64Array.from({ length: M }, (_, i) => 1 / sigmaAt(parameters.sigma, i) ** 2);
  const bias = Float64Array.from(parameters.visibleBias);
  const [square, linear] = [new Float64Array(M), new Float64Array(M)];
  let constant = 0;
  let logBase = N * Math.LN2;
  for (let i = 0; i < M; i++) {
    if (!variant.continuous) {
      linear[i] = (bias[i] - base.location[i]) / gain[i];
      logBase += softplus(base.location[i]);
      continue;
    }
    square[i] = (basePrecision[i] - precision[i]) / (2 * gain[i] ** 2);
    linear[i] = (bias[i] * precision[i] - base.location[i] * basePrecision[i]) / gain[i];
    constant += (base.location[i] ** 2 * basePrecision[i] - bias[i] ** 2 * precision[i]) / 2;
    constant -= variant.visibleConstant(bias[i], 1 / Math.sqrt(precision[i]));
    logBase += 0.5 * Math.log((2 * Math.PI) / basePrecision[i]);
  }
  const visibleNow = { offset: new Float32Array(M), outputGain: new Float32Array(M), inputGain: gain, centre };
  const deviation = new Float32Array(M);
  return {
    logBase,
    hidden: conditionals.hidden,
    visibleAt: (beta) => {
      for (let i = 0; i < M; i++) {
        if (!variant.continuous) {
          visibleNow.offset[i] = (1 - beta) * base.location[i] + beta * bias[i];
          visibleNow.outputGain[i] = beta;
          continue;
        }
        const mixed = (1 - beta) * basePrecision[i] + beta * precision[i];
        visibleNow.offset[i] =
          ((1 - beta) * base.location[i] * basePrecision[i] + beta * bias[i] * precision[i]) / mixed;
        visibleNow.outputGain[i] = (beta * gain[i]) / mixed;
        deviation[i] = 1 / Math.sqrt(mixed);
      }
      return variant.continuous ? { ...visibleNow, deviation } : visibleNow;
    },
    addRatios: (x, xw, from, to, sums) => {
      const { offset } = conditionals.hidden;
      for (let n = 0; n < sums.length; n++) {
        let visible = constant;
        for (let i = 0, at = n * M; i < M; i++, at++) visible += x[at] * (square[i] * x[at] + linear[i]);
        let hidden = 0;
        for (let j = 0, at = n * N; j < N; j++, at++) {
          const input = xw[at] + offset[j];
          hidden += softplus(to * input) - softplus(from * input);
        }
        sums[n] += (to - from) * visible + hidden;
      }
    },
  };
};
