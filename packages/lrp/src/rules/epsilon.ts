import { number, optionsTable } from '@interp/core/internal';
import type { LrpRule } from './rule.js';
import { onWeightedSums, shareProportionally } from './on-weighted-sums.js';

/** Options of {@link epsilon}. */
export interface EpsilonOptions {
  /** Added to the sum of contributions with its sign, in units of the layer's output, 0 or more. Default 1e-6. */
  readonly epsilon?: number;
}

/** Checks and defaults of {@link EpsilonOptions}. */
export const epsilonOptions = optionsTable<EpsilonOptions>()({ epsilon: number({ min: 0, default: 1e-6 }) });

/**
 * The stabilised rule: R_i = Σ_j z_ij / (z_j + ε sign z_j) R_j, z_ij = x_i w_ij, z_j = Σ_i z_ij + b_j, sign(0) = +1. What the
 * stabiliser absorbs is lost, and recorded in the ledger. Bach et al. 2015, equation 58.
 *
 * @param options - the stabiliser
 * @returns the rule
 * @throws InterpError `bad-option` for a negative ε
 */
export const epsilon = (options: EpsilonOptions = {}): LrpRule => {
  const { epsilon: stabiliser } = epsilonOptions.withDefaults(options);
  return onWeightedSums((layer, input, relevance) => shareProportionally(layer, input, relevance, stabiliser));
};
