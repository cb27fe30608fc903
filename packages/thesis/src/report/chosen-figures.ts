import { InterpError } from '@interp/core';
import type { Figure } from '../figure.js';

/**
 * The figures that were asked for.
 *
 * @param all - every figure, table and claim
 * @param only - numbers, `figures` or `claims`; nothing for all
 * @returns those, in their order
 * @throws InterpError `bad-option` for a number that none has
 */
export const chosenFigures = (all: readonly Figure[], only?: readonly string[]): readonly Figure[] => {
  if (!only) return all;
  const plain = (text: string): string => text.toLowerCase().replace(/[\s,]+/g, '');
  const isMeant = ({ number, kind = 'figure' }: Figure, wanted: string): boolean =>
    plain(number) === plain(wanted) || `${kind}s` === wanted || (/^3\.3[ab]$/.test(wanted) && number === '3.3');
  const unknown = only.find((wanted) => !all.some((figure) => isMeant(figure, wanted)));
  if (unknown !== undefined)
    throw new InterpError(
      'bad-option',
      `--only names ${JSON.stringify(unknown)}, which is not there; expected figures, claims, or some of ${all.map(({ number }) => number.replace(',', '')).join(', ')}`,
    );
  return all.filter((figure) => only.some((wanted) => isMeant(figure, wanted)));
};
