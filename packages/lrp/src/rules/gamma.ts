import { number, optionsTable } from '@interp/checks';
import { hostTensor, hostValues } from '@interp/core/internal';
import type * as tf from '@tensorflow/tfjs-core';
import type { LrpLayer, LrpRule } from './rule.js';
import { identified } from '../identity.js';
import { onWeightedSums } from './on-weighted-sums.js';
import { addEven, evenShares, sharingBias, TINY } from './divide.js';

/** Options of {@link gamma}. */
export interface GammaOptions {
  /** The weight added to contributions of the unit's own sign, 0 or more. Default 0.25. */
  readonly gamma?: number;
  /** Added to the denominator with its sign, in units of the layer's output, 0 or more. Default 1e-6. */
  readonly stabiliser?: number;
}

/** Checks and defaults of {@link GammaOptions}. */
export const gammaOptions = optionsTable<GammaOptions>()({
  gamma: number({ min: 0, default: 0.25 }),
  stabiliser: number({ min: 0, default: 1e-6 }),
});

const signedQuotients = (
  layer: LrpLayer,
  sums: tf.Tensor,
  relevance: tf.Tensor,
  gammaValue: number,
  stabiliser: number,
): { quotients: tf.Tensor; even: tf.Tensor | undefined } => {
  const { losses, bias } = layer;
  const conserve = layer.emptyBranch === 'conserve';
  const keeps = sharingBias(layer, 'drop') !== undefined;
  const even = evenShares(relevance.shape);
  const channels = relevance.shape[relevance.rank - 1];
  const quotients = hostTensor(sums.shape, (out) => {
    const [z, r] = [hostValues(sums), hostValues(relevance)];
    const b = bias && hostValues(bias);
    const each = r.length / relevance.shape[0];
    even.begin();
    for (let unit = 0, plus = 0; unit < r.length; plus += channels) {
      const image = Math.floor(unit / each);
      for (let k = 0; k < channels; k++, unit++, plus++) {
        const minus = plus + channels;
        out[plus] = 0;
        out[minus] = 0;
        const arrived = r[unit];
        if (arrived === 0) continue;
        const own = b ? b[k % b.length] : 0;
        const total = z[plus] + z[minus] + own;
        const forPositive = total > 0 ? 1 + gammaValue : 1;
        const forNegative = total < 0 ? 1 + gammaValue : 1;
        const absorbed = keeps ? own * (own > 0 ? forPositive : forNegative) : 0;
        const divisor = forPositive * z[plus] + forNegative * z[minus] + absorbed;
        const isEmpty = Math.abs(total) < TINY || Math.abs(divisor) < TINY;
        if (isEmpty && conserve) {
          even.add(unit, arrived);
          continue;
        }
        const stabilised = divisor + (divisor < 0 ? -stabiliser : stabiliser);
        const quotient = Math.abs(total) < TINY || Math.abs(stabilised) < TINY ? 0 : arrived / stabilised;
        out[plus] = forPositive * quotient;
        out[minus] = forNegative * quotient;
        losses.bias[image] += absorbed * quotient;
        if (isEmpty) losses.empty[image] += arrived;
        else losses.stabiliser[image] += (stabilised - divisor) * quotient;
      }
    }
  });
  return { quotients, even: even.tensor() };
};

/**
 * The γ rule, generalised to inputs of both signs: contributions that agree with the unit's own sign weigh 1 + γ,
 * R_i = Σ_j (z_ij + γ z_ij⁺) / (Σ_i (z_ij + γ z_ij⁺) + b_j + γ b_j⁺) R_j where z_j > 0, the same with z_ij⁻ where z_j < 0; z_j = 0
 * passes nothing by the formula. A stabiliser keeps the denominator, whose terms may cancel, away from 0. If biases are dropped, the denominators omit them, but the sign of z_j includes them. Montavon et al. 2019;
 * generalised as by Andéol et al. 2021.
 *
 * @param options - γ and the stabiliser
 * @returns the rule
 * @throws InterpError `bad-option` for a negative γ or stabiliser
 */
export const gamma = (options: GammaOptions = {}): LrpRule => {
  const { gamma: favour, stabiliser } = gammaOptions.withDefaults(options);
  return identified(
    `gamma ${favour} ${stabiliser}`,
    onWeightedSums((layer, input, relevance) => {
      const { quotients, even } = signedQuotients(layer, layer.signedSums(input), relevance, favour, stabiliser);
      return addEven(layer, layer.distribute(input, quotients), even);
    }),
  );
};
