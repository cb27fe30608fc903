import type { Cell, Figure, FigureResult } from './figure.js';
import { textOf } from './figure.js';
import { textTable } from './format.js';
import type { Language } from './language.js';
import { labelOfNumber, words } from './report/page/words.js';
import type { Verdict } from './rule.js';

/**
 * What came out of a figure as lines of text: its tables, our result beside the thesis', the verdict, and what there is to say of it.
 *
 * @param figure - the figure
 * @param result - what `drawFigure` made of it
 * @param language - of the words
 * @returns the lines
 */
export const figureText = (
  figure: Figure,
  { tables = [], ours, caption, verdict }: FigureResult & { readonly verdict: Verdict },
  language: Language,
): string => {
  const w = words[language];
  const inLanguage = (cell: Cell): string => textOf(cell, language);
  return [
    `${labelOfNumber(figure.number, w)}: ${inLanguage(figure.title)}`,
    ...tables.map(({ head, rows }) => textTable([head, ...rows].map((row) => row.map(inLanguage)))),
    `${w.ours}: ${inLanguage(ours) || '–'}`,
    `${w.thesis}: ${inLanguage(figure.thesis)}`,
    `${w.verdict}: ${w.verdicts[verdict]}`,
    ...[inLanguage(caption)].filter((text) => text !== ''),
  ].join('\n');
};
