import { InterpError } from '@interp/core';
import { allClaims } from './claims/all-claims.js';
import type { FigureContext } from './context.js';
import type { Figure, FigureResult } from './figure.js';
import { allFigures } from './figures/all-figures.js';

/** Every figure and table of the thesis in its order, then the claims of its text, by their numbers: `figures['3.7']`. */
export const figures: Readonly<Record<string, Figure>> = Object.fromEntries(
  [...allFigures, ...allClaims].map((figure) => [figure.number, figure]),
);

const plain = (text: string): string => text.toLowerCase().replace(/[\s,]+/g, '');

const isMeant = ({ number, kind = 'figure' }: Figure, wanted: string): boolean =>
  plain(number) === plain(wanted) || `${kind}s` === wanted || (/^3\.3[ab]$/.test(wanted) && number === '3.3');

/** The figures that are asked for, in their order: by numbers, `figures` or `claims`; all by default. Throws `bad-option` for others. */
export const chooseFigures = (only?: readonly string[]): readonly Figure[] => {
  const all = Object.values(figures);
  if (!only) return all;
  const unknown = only.find((wanted) => !all.some((figure) => isMeant(figure, wanted)));
  if (unknown !== undefined)
    throw new InterpError(
      'bad-option',
      `${JSON.stringify(unknown)} is not there; expected figures, claims, or some of ${all.map(({ number }) => number.replace(',', '')).join(', ')}`,
    );
  return all.filter((figure) => only.some((wanted) => isMeant(figure, wanted)));
};

/**
 * Draws a figure, a table or a claim.
 *
 * @param number - its number in the thesis, as `3.7`, `table 4.1`, `claim 3.2a`
 * @param context - what it is drawn with; borrowed
 * @returns pictures, tables, numbers and words
 * @throws InterpError `bad-option` for a number that is not there; the signal's reason where it was stopped; what the figure throws
 *
 * @example
 * ```ts
 * import { drawFigure, thesisContext } from '@interp/thesis';
 *
 * const context = await thesisContext({ seed: 0 });
 * const { pictures, numbers } = await drawFigure('3.7', context);
 * console.log(pictures[0].svg, numbers);
 * await context.dispose();
 * ```
 */
export const drawFigure = async (number: string, context: FigureContext): Promise<FigureResult> => {
  const [figure, ...others] = chooseFigures([number]);
  if (others.length > 0)
    throw new InterpError('bad-option', `${JSON.stringify(number)} is several figures; expected the number of one`);
  const result = await figure.draw(context);
  context.signal.throwIfAborted();
  return result;
};
