import { relative } from 'node:path';
import { duration, textTable } from '../format.js';
import { columnNames } from '../networks.js';
import type { Entry, ReportContents } from './contents.js';
import { labelOf, verdictIn } from './page/summary-html.js';
import { words } from './page/words.js';

const widest = 60;

const cut = (text: string): string => (text.length <= widest ? text : `${text.slice(0, widest - 1)}…`);

/** The summary for a terminal: a table and the path of the page. */
export const summaryText = (report: ReportContents, file: string): string => {
  const { entries, language, seconds } = report;
  const w = words[language];
  const row = (entry: Entry): readonly string[] => [
    labelOf(entry, w),
    ...columnNames.map((column) => w.verdicts[verdictIn(entry, column)]),
    entry.record.seconds.toFixed(1),
    cut(entry.figure.thesis[language]),
    cut(entry.record.error ?? entry.record.thesisLike.ours[language]),
  ];
  const heads = [w.figure, w.columns.thesisLike, w.columns.today, 's', w.thesis, w.columns.thesisLike];
  const [head, ...rows] = [heads, ...entries.map(row)].map(([number, like, today, time, thesis, ours]) => [
    number,
    like.padEnd(w.columns.thesisLike.length),
    today.padEnd(w.columns.today.length),
    time,
    thesis.padEnd(widest),
    ours.padEnd(widest),
  ]);
  return `${textTable([head, ...rows])}\n\n${entries.length} in ${duration(seconds)}: ${relative(process.cwd(), file) || file}`;
};
