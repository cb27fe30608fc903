import { InterpError } from '@interp/core';
import { checkList, checkNumber } from '@interp/core/internal';
import type { AttackOptions } from './attack-options.js';

/** What is attacked, and how far. */
export interface RobustAccuracyOptions extends AttackOptions {
  /** Lengths of perturbations, in units of the input and the attack's norm, in any order. */
  readonly epsilons: readonly number[];
}

/** How many images withstand perturbations up to one length. */
export interface RobustPoint {
  /** The length, in units of the input and the attack's norm. */
  readonly epsilon: number;
  /** Share of all images that are right before and that were not fooled within this length; masked ones are not among them. */
  readonly accuracy: number;
  /** Images that were right before and fooled within this length. */
  readonly fooled: number;
  /** Images that the attack failed on for want of any gradient: not known to be robust, and not counted as such. */
  readonly masked: number;
}

/** Accuracy under attack as the attack may do more and more. */
export interface RobustCurve {
  /** Images. */
  readonly count: number;
  /** Images that were wrong before. */
  readonly alreadyWrong: number;
  /** Share of images that are right before. */
  readonly cleanAccuracy: number;
  /** One point for each length, ascending. */
  readonly points: readonly RobustPoint[];
  /**
   * For each image the least length that fooled it, in units of the input: 0 where it was wrong before, infinite where it withstood.
   * Of attacks within a ball it is one of the lengths asked for; of those that look for the smallest perturbation it is that one's.
   */
  readonly fooledAt: readonly number[];
  /** Whether it was stopped before its end; lengths that were not reached are then missing. */
  readonly stopped: boolean;
}

/**
 * Checks lengths and puts them in order.
 *
 * @param epsilons - the lengths
 * @returns each once, ascending
 * @throws InterpError `bad-option`
 */
export const ascending = (epsilons: readonly number[]): readonly number[] => {
  checkList('epsilons', epsilons);
  if (epsilons.length === 0)
    throw new InterpError('bad-option', 'no epsilons are given; expected a list of lengths, such as [0.1, 0.2]');
  for (const epsilon of epsilons) checkNumber('epsilon', epsilon, { min: 0 });
  return [...new Set(epsilons)].sort((a, b) => a - b);
};
