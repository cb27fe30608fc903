import type { LrpRule } from './rule.js';
import { alphaBeta } from './alpha-beta.js';

/**
 * The z⁺ rule: only what speaks for a unit counts, R_i = Σ_j z_ij⁺ / Σ_i z_ij⁺ R_j; the αβ rule with α = 1, β = 0. Montavon et al.
 * 2017.
 *
 * @returns the rule
 */
export const zPlus = (): LrpRule => alphaBeta({ alpha: 1, beta: 0 });
