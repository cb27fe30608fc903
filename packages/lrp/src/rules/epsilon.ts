import { checkedOptions, checkNumber } from '@interp/core/internal';
import type { LrpRule } from './rule.js';
import { onWeightedSums } from './convention.js';
import { proportional } from './proportional.js';

/** The stabiliser of {@link epsilon}. */
export interface EpsilonOptions {
  /** Added to the sum of contributions with its sign, in units of the layer's output, 0 or more. Default 1e-6. */
  readonly epsilon?: number;
}

/**
 * The stabilised rule: R_i = Σ_j z_ij / (z_j + ε sign z_j) R_j, z_ij = x_i w_ij, z_j = Σ_i z_ij + b_j, sign(0) = +1. What the
 * stabiliser takes is lost, and booked in the ledger. Bach et al. 2015, equation 58.
 *
 * @param options - the stabiliser
 * @returns the rule
 * @throws InterpError `bad-option` for a negative ε
 */
export const epsilon = (options: EpsilonOptions = {}): LrpRule => {
  const { epsilon: stabiliser = 1e-6 } = checkedOptions(options);
  checkNumber('epsilon', stabiliser, { min: 0 });
  return onWeightedSums((layer, input, relevance) => proportional(layer, input, relevance, stabiliser));
};
