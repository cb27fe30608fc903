import { relative } from 'node:path';
import { checkFields } from '@interp/checks';
import type { Entry, ReportContents } from '../contents.js';
import { duration } from '../text/numbers.js';
import { textTable } from '../text/text-table.js';
import { labelOf, verdictIn } from './summary-html.js';
import { words } from './words.js';

const widest = 60;

const cut = (text: string): string => (text.length <= widest ? text : `${text.slice(0, widest - 1)}…`);

/**
 * The summary of a report for a terminal: a table and the path of the page.
 *
 * @param report - its contents
 * @param file - its page
 * @returns the lines
 */
export const summaryText = (report: ReportContents, file: string): string => {
  checkFields('the report', report, { layout: 'object', entries: 'list' });
  const { layout, entries, language, seconds } = report;
  const w = words[language];
  const titles = layout.columns.map(({ title }) => title[language]);
  const [first] = layout.columns;
  const row = (entry: Entry): readonly string[] => [
    labelOf(entry, language),
    ...layout.columns.map(({ name }, i) => w.verdicts[verdictIn(entry, name)].padEnd(titles[i].length)),
    entry.record.seconds.toFixed(1),
    cut(entry.figure.expected[language]).padEnd(widest),
    cut(entry.record.error ?? entry.record.columns[first.name].ours[language]).padEnd(widest),
  ];
  const head = [w.figure, ...titles, 's', layout.expected.title[language].padEnd(widest), titles[0].padEnd(widest)];
  return `${textTable([head, ...entries.map(row)])}\n\n${entries.length} in ${duration(seconds)}: ${relative(process.cwd(), file) || file}`;
};
