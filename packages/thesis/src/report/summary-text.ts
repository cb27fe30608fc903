import { relative } from 'node:path';
import { duration, textTable } from '../format.js';
import type { Entry, ReportContents } from './contents.js';
import { labelOf, verdictOf } from './page/summary-html.js';
import { words } from './page/words.js';

const widest = 60;

const cut = (text: string): string => (text.length <= widest ? text : `${text.slice(0, widest - 1)}…`);

/** The summary for a terminal: a table and the path of the page. */
export const summaryText = (report: ReportContents, file: string): string => {
  const { entries, language, seconds } = report;
  const w = words[language];
  const row = (entry: Entry): readonly string[] => [
    labelOf(entry, w),
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
  return `${textTable([head, ...rows])}\n\n${entries.length} in ${duration(seconds)}: ${relative(process.cwd(), file) || file}`;
};
