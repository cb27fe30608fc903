import type { LrpRule } from './rule.js';
import { onWeightedSums, shareProportionally } from './on-weighted-sums.js';

/**
 * The basic rule: R_i = Σ_j z_ij / (Σ_i z_ij + b_j) R_j, z_ij = x_i w_ij. Where contributions cancel it explodes; see
 * {@link epsilon}. Bach et al. 2015, equation 56; Ramírez Bañales 2019, section 2.3.2.
 *
 * @returns the rule
 */
export const lrp0 = (): LrpRule =>
  onWeightedSums((layer, input, relevance) => shareProportionally(layer, input, relevance, 0));
