import type { Entry, ReportContents } from '../contents.js';
import { fileNameOf } from '../figure.js';
import type { ColumnForm } from '../layout.js';
import type { Language } from '../text/language.js';
import { duration } from '../text/numbers.js';
import { html, htmlTable, type Html, type TableCell } from './html.js';
import { words } from './words.js';

const order = ['agrees', 'partly', 'differs', 'drawn', 'failed'] as const;

/** The anchor of an entry. */
export const anchorOf = ({ figure }: Entry): string => `figure-${fileNameOf(figure)}`;

/** What an entry is called. */
export const labelOf = ({ figure: { label, number } }: Entry, language: Language): string =>
  label?.[language] ?? number;

/** The status or verdict of an entry in a column, as one word. */
export const verdictIn = ({ record }: Entry, column: string): (typeof order)[number] =>
  record.columns[column].verdict ?? 'failed';

const secondsText = (value: number | undefined): string =>
  value === undefined ? '' : value >= 100 ? value.toLocaleString('en-US') : value.toFixed(1);

/** What one column came out as: its verdict, and its result in a few words. */
const columnCell = (entry: Entry, at: number, { layout, language }: ReportContents): Html => {
  const w = words[language];
  const { record } = entry;
  const { name } = layout.columns[at];
  const verdict = verdictIn(entry, name);
  const { error, ours } = record.columns[name];
  const said = error ?? (record.same && at > 0 ? w.same : ours[language]);
  return html`<span class="${verdict}">${w.verdicts[verdict]}</span> <span class="said">${said}</span>`;
};

const rowOf = (entry: Entry, report: ReportContents): readonly TableCell[] => {
  const { layout, language } = report;
  const { figure, record } = entry;
  return [
    html`<a href="#${anchorOf(entry)}">${labelOf(entry, language)}</a>`,
    figure.title[language],
    figure.expected[language],
    ...layout.columns.map((_, at) => columnCell(entry, at, report)),
    { content: secondsText(figure.expectedSeconds), className: 'number' },
    { content: secondsText(record.seconds), className: 'number' },
  ];
};

/** A table with a row for each entry, under a title at which it is folded on a telephone; nothing for no entries. */
const summaryTable = ({ title, entries, caption }: Part, report: ReportContents): Html => {
  const { layout, language } = report;
  const w = words[language];
  const columns = layout.columns.map(({ title: of }) => of[language]);
  const heads = [w.figure, w.what, layout.expected.title[language], ...columns, w.then, w.now];
  const rows = entries.map((entry) => rowOf(entry, report));
  return html`<details class="unfold titled">
    <summary>${title}</summary>
    ${htmlTable('stack', caption, heads, rows)}
  </details>`;
};

/** A part of the report whose entries are listed. */
export interface Part {
  /** Its title. */
  readonly title: string;
  /** What its entries are called. */
  readonly caption: string;
  /** Its entries. */
  readonly entries: readonly Entry[];
}

const mark = (entry: Entry, { name, title }: ColumnForm, language: Language): Html => {
  const w = words[language];
  const verdict = verdictIn(entry, name);
  const said = `${title[language]}: ${w.verdicts[verdict]}`;
  return html`<span class="${verdict}" role="img" aria-label="${said}" title="${said}">${w.marks[verdict]}</span> `;
};

/** Every entry of some parts with a link to it and a mark for the verdict in each column; folded by parts on a telephone. */
export const contents = (parts: readonly Part[], { layout, language }: ReportContents): Html => {
  const w = words[language];
  const list = ({ title, entries }: Part): Html =>
    html`<details class="unfold titled">
      <summary>${title}</summary>
      <ol>
        ${entries.map(
          (entry) =>
            html`<li>
              <span class="marks">${layout.columns.map((column) => mark(entry, column, language))}</span>
              <a href="#${anchorOf(entry)}">${labelOf(entry, language)}</a> ${entry.figure.title[language]}
            </li>`,
        )}
      </ol>
    </details>`;
  return html`<nav class="contents" aria-label="${w.contents}">${parts.map(list)}</nav>
    <p class="soft key">${layout.key[language]}</p>`;
};

/** All results in words, a table for each part, under one fold. */
export const resultsHtml = (parts: readonly Part[], report: ReportContents): Html =>
  html`<details class="results">
    <summary>${words[report.language].results}</summary>
    ${parts.map((part) => summaryTable(part, report))}
  </details>`;

/** How many entries of some parts have which verdict in each column, as lists. */
export const tally = (parts: readonly Part[], { layout, entries, language }: ReportContents): Html => {
  const w = words[language];
  const compared = parts.flatMap((part) => part.entries);
  const counted = (column: string): readonly Html[] =>
    order.flatMap((verdict) => {
      const n = compared.filter((entry) => verdictIn(entry, column) === verdict).length;
      return n === 0 ? [] : [html`<li class="${verdict}">${n} ${(n === 1 ? w.verdicts : w.several)[verdict]}</li>`];
    });
  const total = entries.reduce((sum, { record }) => sum + record.seconds, 0);
  return html`${layout.columns.map(
      ({ name, title }) =>
        html`<ul class="tally">
          <li>${title[language]}:</li>
          ${counted(name)}
        </ul>`,
    )} <span class="soft number">${duration(total)} ${w.computing}</span>`;
};
