import { checkObject } from '@interp/checks';
import type { DrawnFigure } from './draw-figure.js';
import type { Figure } from './figure.js';
import type { ReportLayout } from './layout.js';
import { words } from './page/words.js';
import { same, textOf, type Cell, type Language } from './text/language.js';
import { textTable } from './text/text-table.js';

/**
 * What came out of a figure as lines of text: its tables, our result beside what is expected, the verdict, and what there is to say of it.
 *
 * @param figure - the figure
 * @param result - what `drawFigure` made of it
 * @param language - of the words
 * @param expected - what that is called with which it is compared
 * @returns the lines
 */
export const figureText = (
  figure: Pick<Figure, 'number' | 'label' | 'title' | 'expected'>,
  result: DrawnFigure,
  language: Language,
  expected: ReportLayout['expected']['title'],
): string => {
  checkObject('the figure', figure, 'a figure');
  checkObject('what is drawn', result, 'what drawFigure gives');
  const { tables = [], ours, caption, verdict } = result;
  const w = words[language];
  const inLanguage = (cell: Cell): string => textOf(cell, language);
  return [
    `${inLanguage(figure.label ?? same(figure.number))}: ${inLanguage(figure.title)}`,
    ...tables.map(({ head, rows }) => textTable([head, ...rows].map((row) => row.map(inLanguage)))),
    `${w.ours}: ${inLanguage(ours) || '–'}`,
    `${inLanguage(expected)}: ${inLanguage(figure.expected)}`,
    `${w.verdict}: ${w.verdicts[verdict]}`,
    ...[inLanguage(caption)].filter((text) => text !== ''),
  ].join('\n');
};
