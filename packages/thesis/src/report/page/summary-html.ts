import { duration } from '../../format.js';
import { columnNames, type ColumnName } from '../../networks.js';
import { fileNameOf } from '../run/records.js';
import { html, htmlTable, type Html, type TableCell } from './html.js';
import type { Entry, ReportContents } from '../contents.js';
import { labelOfNumber, words, type Words } from './words.js';

const order = ['agrees', 'partly', 'differs', 'drawn', 'failed'] as const;

/** The anchor of an entry. */
export const anchorOf = ({ figure }: Entry): string => `figure-${fileNameOf(figure)}`;

/** Where an entry stands. */
export const labelOf = ({ figure }: Entry, w: Words): string => labelOfNumber(figure.number, w);

/** The status or verdict of an entry in a column, as one word. */
export const verdictIn = ({ record }: Entry, column: ColumnName): (typeof order)[number] =>
  record[column].verdict ?? 'failed';

const secondsText = (value: number | undefined): string =>
  value === undefined ? '' : value >= 100 ? value.toLocaleString('en-US') : value.toFixed(1);

/** What one column came out as: its verdict, and its result in a few words. */
const columnCell = (entry: Entry, column: ColumnName, { language }: ReportContents, w: Words): Html => {
  const { record } = entry;
  const verdict = verdictIn(entry, column);
  const { error, ours } = record[column];
  const said = error ?? (record.same && column === 'today' ? w.same : ours[language]);
  return html`<span class="${verdict}">${w.verdicts[verdict]}</span> <span class="said">${said}</span>`;
};

const rowOf = (entry: Entry, report: ReportContents, w: Words): readonly TableCell[] => {
  const { language } = report;
  const { figure, record } = entry;
  return [
    html`<a href="#${anchorOf(entry)}">${labelOf(entry, w)}</a>`,
    figure.title[language],
    figure.thesis[language],
    ...columnNames.map((column) => columnCell(entry, column, report, w)),
    { content: secondsText(figure.thesisSeconds), className: 'number' },
    { content: secondsText(record.seconds), className: 'number' },
  ];
};

/** A table with a row for each entry, under a title at which it is folded on a telephone; nothing for no entries. */
const summaryTable = ({ title, entries, caption }: Part, report: ReportContents): Html => {
  const w = words[report.language];
  const heads = [w.figure, w.what, w.thesis, w.columns.thesisLike, w.columns.today, w.then, w.now];
  const rows = entries.map((entry) => rowOf(entry, report, w));
  return html`<details class="unfold titled">
    <summary>${title}</summary>
    ${htmlTable('stack', caption, heads, rows)}
  </details>`;
};

/** A part of the report: a chapter, or the claims. */
export interface Part {
  /** Its title. */
  readonly title: string;
  /** What its entries are called. */
  readonly caption: string;
  /** Its entries. */
  readonly entries: readonly Entry[];
}

const mark = (entry: Entry, column: ColumnName, w: Words): Html => {
  const verdict = verdictIn(entry, column);
  const said = `${w.columns[column]}: ${w.verdicts[verdict]}`;
  return html`<span class="${verdict}" role="img" aria-label="${said}" title="${said}">${w.marks[verdict]}</span> `;
};

/** Every entry of some parts with a link to it and a mark for each network's verdict; folded by parts on a telephone. */
export const contents = (parts: readonly Part[], { language }: ReportContents): Html => {
  const w = words[language];
  const list = ({ title, entries }: Part): Html =>
    html`<details class="unfold titled">
      <summary>${title}</summary>
      <ol>
        ${entries.map(
          (entry) =>
            html`<li>
              <span class="marks">${columnNames.map((column) => mark(entry, column, w))}</span>
              <a href="#${anchorOf(entry)}">${labelOf(entry, w)}</a> ${entry.figure.title[language]}
            </li>`,
        )}
      </ol>
    </details>`;
  return html`<nav class="contents" aria-label="${w.contents}">${parts.map(list)}</nav>
    <p class="soft key">${w.key}</p>`;
};

/** All results in words, a table for each part, under one fold. */
export const resultsHtml = (parts: readonly Part[], report: ReportContents): Html =>
  html`<details class="results">
    <summary>${words[report.language].results}</summary>
    ${parts.map((part) => summaryTable(part, report))}
  </details>`;

/** How many figures and claims have which verdict in each column, as lists. */
export const tally = ({ entries, language }: ReportContents): Html => {
  const w = words[language];
  const compared = entries.filter(({ figure: { kind } }) => kind !== 'network' && kind !== 'chart');
  const counted = (column: ColumnName): readonly Html[] =>
    order.flatMap((verdict) => {
      const n = compared.filter((entry) => verdictIn(entry, column) === verdict).length;
      return n === 0 ? [] : [html`<li class="${verdict}">${n} ${(n === 1 ? w.verdicts : w.several)[verdict]}</li>`];
    });
  const total = entries.reduce((sum, { record }) => sum + record.seconds, 0);
  return html`${columnNames.map(
      (column) =>
        html`<ul class="tally">
          <li>${w.columns[column]}:</li>
          ${counted(column)}
        </ul>`,
    )} <span class="soft number">${duration(total)} ${w.computing}</span>`;
};
