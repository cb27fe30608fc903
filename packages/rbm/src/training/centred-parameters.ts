import type { Rbm, RbmParameters } from '../rbm.js';
import type { Variant } from '../variants.js';

/**
 * The centred parameters of an RBM in training, where centres are subtracted from the visible and hidden units (Montavon & Müller 2012; Melchior, Fischer & Wiskott
 * 2016), E = Σ A(v_i; β) - Σ k γ_j (h_j - λ_j) - Σ g_i (v_i - μ_i) W_ij (h_j - λ_j). It has the same distribution as an RBM with other biases. Changed
 * in place.
 */
export interface CentredParameters {
  /** W, `[M, N]` row by row. */
  readonly weights: Float32Array;
  /** β, `[M]`. */
  readonly visibleBias: Float32Array;
  /** γ, `[N]`. */
  readonly hiddenBias: Float32Array;
  /** t = -ln σ², one or one per visible unit. */
  readonly logPrecision: Float32Array;
  /** μ, `[M]`. */
  readonly visibleCentre: Float32Array;
  /** λ, `[N]`. */
  readonly hiddenCentre: Float32Array;
}

/** σ of t = -ln σ². */
const sigmaOf = (logPrecision: number): number => Math.exp(-0.5 * logPrecision);

/** The differences between the biases of the two forms. */
const shifts = (
  variant: Variant,
  weights: Float32Array,
  sigma: (i: number) => number,
  { visibleCentre, hiddenCentre }: Pick<CentredParameters, 'visibleCentre' | 'hiddenCentre'>,
): { visible: Float64Array; hidden: Float64Array } => {
  const N = hiddenCentre.length;
  const visible = new Float64Array(visibleCentre.length);
  const hidden = new Float64Array(N);
  for (let i = 0; i < visible.length; i++) {
    const s = sigma(i);
    const gain = (variant.inputGain(s) / variant.hiddenGain(s)) * visibleCentre[i];
    let sum = 0;
    for (let j = 0; j < N; j++) {
      const w = weights[i * N + j];
      sum += w * hiddenCentre[j];
      hidden[j] += w * gain;
    }
    visible[i] = variant.outputGain(s) * sum;
  }
  return { visible, hidden };
};

const at = (values: Float32Array, i: number): number => values[values.length === 1 ? 0 : i];

/**
 * Converts an RBM's parameters to centred ones.
 *
 * @param model - the RBM; borrowed
 * @param centres - μ and λ
 * @returns the parameters, copies
 */
export const centred = (
  { variant, parameters }: Rbm,
  centres: Pick<CentredParameters, 'visibleCentre' | 'hiddenCentre'>,
): CentredParameters => {
  const { weights, visibleBias, hiddenBias, sigma } = parameters;
  const { visible, hidden } = shifts(variant, weights, (i) => at(sigma, i), centres);
  return {
    weights: weights.slice(),
    visibleBias: visibleBias.map((b, i) => b + visible[i]),
    hiddenBias: hiddenBias.map((c, j) => c + hidden[j]),
    logPrecision: sigma.map((s) => -2 * Math.log(s)),
    visibleCentre: centres.visibleCentre.slice(),
    hiddenCentre: centres.hiddenCentre.slice(),
  };
};

/**
 * Folds the centres back into the biases.
 *
 * @param variant - the energy
 * @param parameters - about centres
 * @returns the RBM's parameters, copies
 */
export const folded = (variant: Variant, parameters: CentredParameters): RbmParameters => {
  const { weights, visibleBias, hiddenBias, logPrecision } = parameters;
  const { visible, hidden } = shifts(variant, weights, (i) => sigmaOf(at(logPrecision, i)), parameters);
  return {
    weights: weights.slice(),
    visibleBias: visibleBias.map((b, i) => b - visible[i]),
    hiddenBias: hiddenBias.map((c, j) => c - hidden[j]),
    sigma: logPrecision.map(sigmaOf),
  };
};
