import { number, optionsTable } from '@interp/checks';
import type { LrpRule } from './rule.js';
import { proportional } from './on-weighted-sums.js';

/** Options of {@link epsilon}. */
export interface EpsilonOptions {
  /** Added to the sum of contributions with its sign, in units of the layer's output, 0 or more. Default 1e-6. */
  readonly epsilon?: number;
}

/** Checks and defaults of {@link EpsilonOptions}. */
export const epsilonOptions = optionsTable<EpsilonOptions>()({ epsilon: number({ min: 0, default: 1e-6 }) });

/**
 * The stabilised rule: R_i = Σ_j z_ij / (z_j + ε sign z_j) R_j, z_ij = x_i w_ij, z_j = Σ_i z_ij + b_j, sign(0) = +1. What
 * biases and the stabiliser absorb is lost, and recorded in the ledger; with `bias: 'drop'` the denominators leave biases out. Where
 * contributions cancel, 1e-6 hardly helps: `ratio` of the result says so. Bach et al. 2015, equation 58.
 *
 * @param options - the stabiliser
 * @returns the rule
 * @throws InterpError `bad-option` for a negative ε
 */
export const epsilon = (options: EpsilonOptions = {}): LrpRule => {
  const { epsilon: stabiliser } = epsilonOptions.withDefaults(options);
  return proportional({ epsilon: stabiliser }, 'keep');
};
