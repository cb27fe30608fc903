import { duration } from '../../format.js';
import { fileNameOf } from '../run/records.js';
import { empty, html, htmlTable, type Html, type TableCell } from './html.js';
import type { Entry, ReportContents } from '../contents.js';
import { words, type Words } from './words.js';

const order = ['agrees', 'partly', 'differs', 'drawn', 'failed'] as const;

/** The anchor of an entry. */
export const anchorOf = ({ figure }: Entry): string => `figure-${fileNameOf(figure)}`;

/** Where an entry stands: `Figure 3.1`, `Table, 4.1`, `Claim 3.2 b`. */
export const labelOf = ({ figure: { number } }: Entry, w: Words): string => {
  const [, kind, rest] = /^(table|text|claim),? (.*)$/.exec(number) ?? [];
  if (kind === undefined) return /^train /.test(number) ? number.slice('train '.length) : number;
  return `${w[kind as 'table' | 'text' | 'claim']} ${rest}`;
};

/** The status or verdict of an entry, as one word. */
export const verdictOf = ({ record }: Entry): (typeof order)[number] =>
  record.status === 'failed' ? 'failed' : record.verdict!;

const secondsText = (value: number | undefined): string =>
  value === undefined ? '' : value >= 100 ? value.toLocaleString('en-US') : value.toFixed(1);

const rowOf = (entry: Entry, { language }: ReportContents, w: Words): readonly TableCell[] => {
  const { figure, record } = entry;
  const verdict = verdictOf(entry);
  return [
    html`<a href="#${anchorOf(entry)}">${labelOf(entry, w)}</a>`,
    figure.title[language],
    figure.thesis[language],
    record.status === 'failed' ? (record.error ?? '') : record.ours[language],
    record.difference[language],
    { content: secondsText(figure.thesisSeconds), className: 'number' },
    { content: secondsText(record.seconds), className: 'number' },
    { content: w.verdicts[verdict], className: verdict },
  ];
};

/** A table with a row for each entry; nothing for no entries. */
export const summaryTable = (entries: readonly Entry[], caption: string, report: ReportContents): Html => {
  const w = words[report.language];
  const heads = [w.figure, w.what, w.thesis, w.ours, w.difference, w.then, w.now, w.verdict];
  const rows = entries.map((entry) => rowOf(entry, report, w));
  return rows.length === 0 ? empty : htmlTable('stack', caption, heads, rows);
};

/** How many entries have which verdict, as a list. */
export const tally = ({ entries, language }: ReportContents): Html => {
  const w = words[language];
  const counted = order.flatMap((verdict) => {
    const n = entries.filter((entry) => entry.figure.kind !== 'network' && verdictOf(entry) === verdict).length;
    return n === 0 ? [] : [html`<li class="${verdict}">${n} ${(n === 1 ? w.verdicts : w.several)[verdict]}</li>`];
  });
  const total = entries.reduce((sum, { record }) => sum + record.seconds, 0);
  return html`<ul class="tally">
    ${counted}
    <li>${duration(total)} ${w.computing}</li>
  </ul>`;
};
