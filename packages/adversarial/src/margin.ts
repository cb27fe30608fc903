import type { Goal } from './criteria.js';
import { largestBut } from './logits.js';

/** By how much a prediction falls short of what is wanted. */
export interface Margin {
  /** The class whose logit is to fall. */
  readonly down: number;
  /** The class whose logit is to rise. */
  readonly up: number;
  /** By how much the first leads; negative where what is wanted is met. */
  readonly short: number;
}

/**
 * By how much the wrong logit leads (Carlini & Wagner 2017, f₆).
 *
 * @param goal - what is wanted
 * @param logits - of the image
 * @returns the two classes and the lead
 */
export const marginOf = ({ label, target }: Goal, logits: ArrayLike<number>): Margin => {
  const [down, up] = target === undefined ? [label, largestBut(logits, label)] : [largestBut(logits, target), target];
  return { down, up, short: logits[down] - logits[up] };
};
