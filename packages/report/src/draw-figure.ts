import { checkFunctions } from '@interp/checks';
import type { Figure, FigureResult } from './figure.js';
import { heldBy, verdictOf, type Verdict } from './rule.js';
import { nothing, type Text } from './text/language.js';

/** What a figure came out as, with the verdict on it. */
export interface DrawnFigure extends Omit<FigureResult, 'difference' | 'caption'> {
  /** Its difference from what is expected, in a few words; empty if there is nothing to compare. */
  readonly difference: Text;
  /** What came out, in a few sentences. */
  readonly caption: Text;
  /** The verdict on its numbers; `drawn` where its rule cannot be asked. */
  readonly verdict: Verdict;
  /** Whether each condition of its rule holds; none where it cannot be asked. */
  readonly held: readonly boolean[];
}

/**
 * Draws a figure and decides on its numbers by its rule.
 *
 * @param figure - the figure
 * @param context - what it is drawn from; borrowed
 * @returns pictures, tables, numbers, words, and the verdict on the numbers
 * @throws what the figure throws, and the signal's reason where it was stopped
 */
export const drawFigure = async <Context extends { readonly signal: AbortSignal }>(
  figure: Pick<Figure<Context>, 'draw' | 'rule'>,
  context: Context,
): Promise<DrawnFigure> => {
  checkFunctions('the figure', figure, ['draw'], 'one with draw and rule');
  const result = await figure.draw(context);
  context.signal.throwIfAborted();
  const rule = result.comparable === false ? [] : (figure.rule ?? []);
  const { numbers } = result;
  return {
    difference: nothing,
    caption: nothing,
    ...result,
    verdict: verdictOf(rule, numbers),
    held: heldBy(rule, numbers),
  };
};
