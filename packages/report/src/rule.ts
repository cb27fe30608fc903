import { checkList, checkObject } from '@interp/checks';
import type { Text } from './text/language.js';

/**
 * The comparison with what is expected: `agrees`, `partly` or `differs`, or `drawn` if there
 * is nothing to compare.
 */
export type Verdict = 'agrees' | 'partly' | 'differs' | 'drawn';

/** What was measured, by name. */
export type Numbers = Readonly<Record<string, number>>;

/** One thing that is expected, and when numbers show it. */
export interface Condition {
  /** What must hold, as a sentence without a verb at its end: `all P > 0.99`. */
  readonly text: Text;
  /** Whether it holds. A number that is missing or none holds nothing. */
  readonly holds: (numbers: Numbers) => boolean;
}

/** What must hold for a figure to agree with what is expected; the first is what it is about. */
export type Rule = readonly Condition[];

/** A condition: what must hold, in both languages, and whether it does. */
export const condition = (en: string, es: string, holds: Condition['holds']): Condition => ({
  text: { en, es },
  holds,
});

/** Whether each condition of a rule holds. */
export const heldBy = (rule: Rule, numbers: Numbers): readonly boolean[] => rule.map(({ holds }) => holds(numbers));

/**
 * The verdict on numbers: `agrees` where every condition holds, `differs` where the first does not, else `partly`; `drawn` without conditions.
 *
 * @param rule - the conditions, the first of which is what the figure is about
 * @param numbers - what was measured
 * @returns the verdict
 */
export const verdictOf = (rule: Rule, numbers: Numbers): Verdict => {
  checkList('the rule', rule);
  checkObject('the numbers', numbers, 'numbers by their names');
  const held = heldBy(rule, numbers);
  if (held.length === 0) return 'drawn';
  if (held.every(Boolean)) return 'agrees';
  return held[0] ? 'partly' : 'differs';
};
