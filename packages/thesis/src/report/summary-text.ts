import { relative } from 'node:path';
import { duration, table } from './text.js';
import type { Entry, Report } from './report.js';
import { placeOf, verdictOf } from './summary-html.js';
import { words } from './words.js';

const widest = 60;

const cut = (text: string): string => (text.length <= widest ? text : `${text.slice(0, widest - 1)}…`);

/**
 * The summary for a terminal.
 *
 * @param report - the report
 * @param file - where its page is
 * @returns a table and the path of the page
 */
export const summaryText = (report: Report, file: string): string => {
  const { entries, language, seconds } = report;
  const w = words[language];
  const row = (entry: Entry): readonly string[] => [
    placeOf(entry, w),
    w.verdicts[verdictOf(entry)],
    entry.record.seconds.toFixed(1),
    cut(entry.figure.thesis[language]),
    cut(entry.record.error ?? entry.record.ours[language]),
  ];
  const [head, ...rows] = [[w.figure, w.verdict, 's', w.thesis, w.ours], ...entries.map(row)].map(
    ([number, verdict, time, thesis, ours]) => [
      number,
      verdict.padEnd(9),
      time,
      thesis.padEnd(widest),
      ours.padEnd(widest),
    ],
  );
  return `${table([head, ...rows])}\n\n${entries.length} in ${duration(seconds)}: ${relative(process.cwd(), file) || file}`;
};
