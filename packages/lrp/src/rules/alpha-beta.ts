import { InterpError, number, optionsTable } from '@interp/checks';
import { anyOf, hostTensor, hostValues, kernelsIfThere, partIf } from '@interp/core/internal';
import type * as tf from '@tensorflow/tfjs-core';
import { identified } from '../identity.js';
import type { LrpLayer, LrpRule } from './rule.js';
import { onWeightedSums } from './on-weighted-sums.js';
import { addEven, evenShares, sharingBias, TINY } from './divide.js';

/** Options of {@link alphaBeta}. */
export interface AlphaBetaOptions {
  /** α, the weight of positive contributions, 1 or more. Default β + 1, and 2 where β is left out too. */
  readonly alpha?: number;
  /** β, the weight of negative contributions, α - 1. Default α - 1. */
  readonly beta?: number;
  /** Added to both sums with their signs, in units of the layer's output, 0 or more. Default 0; Zennit has 1e-6. */
  readonly stabiliser?: number;
}

/** Checks and defaults of {@link AlphaBetaOptions}; each follows from the other where only one is there. */
export const alphaBetaOptions = optionsTable<AlphaBetaOptions>()({
  alpha: number({ min: 1, default: 2 }),
  beta: number({ min: 0 }),
  stabiliser: number({ min: 0, default: 0 }),
});

/** Whether relevance is only shared among products, and nothing of it is lost: compiled kernels do that. */
const isPlain = (layer: LrpLayer, { stabiliser }: { readonly stabiliser: number }): boolean =>
  layer.emptyBranch === 'conserve' && stabiliser === 0 && !sharingBias(layer, 'drop');

/**
 * What the positive and the negative products of each unit are multiplied by, α R_j / Σ_i z_ij⁺ and -β R_j / Σ_i z_ij⁻, `[…, 2, channels]`.
 * A unit with contributions of one sign only gives them all of R_j (`conserve`), or what the formula gives them (`paper`).
 */
const signedQuotients = (
  layer: LrpLayer,
  sums: tf.Tensor,
  relevance: tf.Tensor,
  { alpha, beta, stabiliser }: Required<AlphaBetaOptions>,
): { quotients: tf.Tensor; even: tf.Tensor | undefined } => {
  const { losses } = layer;
  const conserve = layer.emptyBranch === 'conserve';
  const bias = sharingBias(layer, 'drop');
  const compiled =
    isPlain(layer, { stabiliser }) && kernelsIfThere('SignedQuotients', { sums, relevance }, { alpha, beta });
  if (compiled) {
    const [found, rest, isThere] = compiled;
    return { quotients: found, even: partIf(rest, anyOf(isThere)) };
  }
  const even = evenShares(relevance.shape);
  const channels = relevance.shape[relevance.rank - 1];
  const quotients = hostTensor(sums.shape, (out) => {
    const [z, r] = [hostValues(sums), hostValues(relevance)];
    const b = bias && hostValues(bias);
    const unitsPerImage = r.length / relevance.shape[0];
    even.begin();
    // `unit` counts values of the relevance. The sums hold the channels of each place twice, first the positive sums, then the negative ones:
    // `plus` and `minus` are where those of a unit stand.
    for (let unit = 0, plus = 0; unit < r.length; plus += channels) {
      const image = Math.floor(unit / unitsPerImage);
      for (let k = 0; k < channels; k++, unit++, plus++) {
        const minus = plus + channels;
        out[plus] = 0;
        out[minus] = 0;
        const arrived = r[unit]; // R_j
        if (arrived === 0) continue;
        const unitBias = b ? b[k % b.length] : 0;
        const positive = z[plus] + (unitBias > 0 ? unitBias : 0); // Σ_i z_ij⁺
        const negative = z[minus] + (unitBias < 0 ? unitBias : 0); // Σ_i z_ij⁻
        const hasPositive = positive > TINY;
        const hasNegative = negative < -TINY;
        if (!hasPositive && !hasNegative) {
          if (conserve) even.add(unit, arrived);
          else losses.empty[image] += arrived;
          continue;
        }
        const both = hasPositive && hasNegative;
        // What each positive, and each negative product of the unit is multiplied by.
        const toPositive = hasPositive ? (conserve && !both ? arrived : alpha * arrived) / (positive + stabiliser) : 0;
        const toNegative = hasNegative ? (conserve && !both ? arrived : -beta * arrived) / (negative - stabiliser) : 0;
        out[plus] = toPositive;
        out[minus] = toNegative;
        if (b) losses.bias[image] += unitBias * (unitBias > 0 ? toPositive : toNegative);
        losses.stabiliser[image] += stabiliser * (toPositive - toNegative);
        if (!both && !conserve) losses.empty[image] += arrived - (hasPositive ? alpha : -beta) * arrived;
      }
    }
  });
  return { quotients, even: even.tensor() };
};

/**
 * The αβ rule, which treats positive and negative contributions separately:
 * R_i = Σ_j (α z_ij⁺ / Σ_i z_ij⁺ - β z_ij⁻ / Σ_i z_ij⁻) R_j with α - β = 1. The products z_ij = x_i w_ij are split by sign, not the
 * weights, because inputs may be negative. Bach et al. 2015, equation 60; Ramírez Bañales 2019, equation (2.7) with α = 2, β = 1.
 *
 * @param options - α, β and the stabiliser
 * @returns the rule
 * @throws InterpError `bad-option` where α - β is not 1, or β or the stabiliser is negative
 *
 * @example
 * ```ts
 * import { alphaBeta, uniform } from '@interp/lrp';
 *
 * const composite = uniform(alphaBeta({ alpha: 3, beta: 2 }));
 * console.log(composite.length); // 1
 * ```
 */
export const alphaBeta = (options: AlphaBetaOptions = {}): LrpRule => {
  const given = alphaBetaOptions.withDefaults(options);
  const alpha = options.alpha === undefined && given.beta !== undefined ? given.beta + 1 : given.alpha;
  const { beta = alpha - 1 } = given;
  alphaBetaOptions.rules.beta.check('beta', beta);
  if (Math.abs(alpha - beta - 1) > 1e-9) {
    throw new InterpError('bad-option', `alpha - beta is ${alpha - beta}; expected 1, as in alpha = 2 and beta = 1`);
  }
  const settings = { alpha, beta, stabiliser: given.stabiliser };
  const rule = onWeightedSums((layer, input, relevance) => {
    const shared = isPlain(layer, settings) && layer.shareBySign(input, relevance, settings);
    if (shared) return addEven(layer, shared.relevance, shared.even);
    const { quotients, even } = signedQuotients(layer, layer.signedSums(input), relevance, settings);
    return addEven(layer, layer.distribute(input, quotients), even);
  });
  return identified(`alpha-beta ${alpha} ${beta} ${given.stabiliser}`, rule);
};

/**
 * The z⁺ rule, which counts only positive contributions: R_i = Σ_j z_ij⁺ / Σ_i z_ij⁺ R_j; the αβ rule with α = 1, β = 0. Montavon et al.
 * 2017.
 *
 * @returns the rule
 */
export const zPlus = (): LrpRule => alphaBeta({ alpha: 1, beta: 0 });
