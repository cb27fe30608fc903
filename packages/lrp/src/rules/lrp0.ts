import type { LrpRule } from './rule.js';
import { proportional } from './on-weighted-sums.js';

/**
 * The basic rule: R_i = Σ_j z_ij / (Σ_i z_ij + b_j) R_j, z_ij = x_i w_ij. Where contributions cancel it explodes; see
 * {@link alphaBeta}. Biases are left out of the denominators, unless the option `bias` is `keep`: in a network of ReLUs the map is then gradient
 * times input. Bach et al. 2015, equation 56; Ramírez Bañales 2019, section 2.3.2.
 *
 * @returns the rule
 */
export const lrp0 = (): LrpRule => proportional({}, 'drop');
