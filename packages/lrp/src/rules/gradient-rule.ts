import { gradientRule as rule } from '@interp/core';
import type { LrpRule } from './rule.js';

/**
 * The gradient as a rule: the chain rule through every step. With `score: 'one'` it gives the derivative of the logit; with the
 * logit as score, that times the logit.
 *
 * @returns the rule
 */
export const gradientRule = (): LrpRule => rule;
