import type { Language } from '../../language.js';
import { columnNames, type ColumnName } from '../../networks.js';
import type { Entry, ReportContents } from '../contents.js';
import { download, ownTable, paragraph, tablesInPlace } from './column-html.js';
import { empty, html, type Html } from './html.js';
import { verdictIn } from './summary-html.js';
import { words } from './words.js';

const fact = (name: string, value: string | Html): Html =>
  html`<dt>${name}</dt>
    <dd>${value}</dd> `;

/** The columns of an entry that differ: one where both are the same. */
const columnsOf = ({ record }: Entry): readonly ColumnName[] => (record.same ? columnNames.slice(0, 1) : columnNames);

/** What must hold for agreement, with a mark at each. */
const conditions = ({ figure, record }: Entry, column: ColumnName, language: Language): Html => {
  const { held } = record[column];
  const items = held.map((holds, i) => {
    const text = figure.rule![i].text[language];
    return html`<li class="${holds ? 'agrees' : 'differs'}">${holds ? '✓' : '✗'} <span>${text}</span></li>`;
  });
  return items.length === 0
    ? empty
    : html`<ul class="conditions">
        ${items}
      </ul>`;
};

/** What a column holds that is not seen at once: conditions, caption, and tables that are not. */
const columnMore = (entry: Entry, column: ColumnName, language: Language): Html => {
  const w = words[language];
  const own = entry.record[column];
  const heading = entry.record.same ? empty : html`<h4>${w.columns[column]}</h4>`;
  const tables = tablesInPlace(entry, own) ? [] : own.tables.map((table) => ownTable(table, language));
  const parts = [conditions(entry, column, language), paragraph(own.caption[language]), ...tables];
  return parts.every(({ markup }) => markup === '') ? empty : html`<div>${heading} ${parts}</div>`;
};

/** Command, seed, backend, versions; weights, seconds and files of each column. */
const provenance = async (entry: Entry, report: ReportContents, folder: string): Promise<Html> => {
  const { figure, record } = entry;
  const w = words[report.language];
  const versions = Object.entries(report.versions).map(([name, version]) => `${name} ${version}`);
  const then = figure.thesisSeconds === undefined ? empty : fact(w.secondsThen, String(figure.thesisSeconds));
  const columns: Html[] = [];
  for (const column of columnsOf(entry)) {
    const own = record[column];
    const files = [...own.tables.map(({ file }) => file), ...own.data];
    const downloads = await Promise.all(files.map((file) => download(file, folder)));
    const hashes = report.networks
      .filter(({ name, columns: at }) => own.networks.includes(name) && at.includes(column))
      .map(({ name, sha256 }) => `${name} ${sha256.slice(0, 16)}`);
    const weights = record.same ? w.weights : `${w.columns[column]}: ${w.weights}`;
    columns.push(
      html`${fact(weights, hashes.join(', ') || w.none)}${fact(w.seconds, own.seconds.toFixed(2))}${fact(w.data, html`${downloads}`)}`,
    );
  }
  return html`<dl class="facts">
    ${fact(w.command, html`<code>interp ${record.thesisLike.command}</code>`)}${fact(w.seed, String(report.seed))}${fact(w.backend, record.backend)}${fact(w.versions, versions.join(', '))}${then}${columns}
  </dl>`;
};

/** Whether there is something to explain: a column that does not agree, or two that differ. */
const hasCause = (entry: Entry): boolean => {
  const [like, today] = columnNames.map((column) => verdictIn(entry, column));
  return like !== today || like === 'partly' || like === 'differs';
};

/** What the fold is called: what is in it. */
const summaryOf = (entry: Entry, cause: string, language: Language): string => {
  const w = words[language];
  const shown = columnsOf(entry).map((column) => entry.record[column]);
  const [{ held }] = shown;
  const counts = shown.map((own) => own.held.filter(Boolean).length);
  const parts = [
    cause === '' ? '' : w.cause,
    held.length === 0 ? '' : w.holds(counts, held.length),
    shown.some((own) => own.tables.length > 0 && !tablesInPlace(entry, own)) ? w.numbers : '',
    w.how,
  ].filter((part) => part !== '');
  return parts.join(' · ');
};

/** What is read on demand of an entry, under one fold: why, what was measured, how it was made. */
export const moreHtml = async (entry: Entry, report: ReportContents, folder: string): Promise<Html> => {
  const { figure } = entry;
  const { language } = report;
  const cause = figure.cause && hasCause(entry) ? figure.cause[language] : '';
  return html`<details class="more">
    <summary>${summaryOf(entry, cause, language)}</summary>
    ${cause === '' ? empty : html`<p class="note"><strong>${words[language].cause}:</strong> ${cause}</p>`}
    ${paragraph(figure.about?.[language] ?? '')}
    <div class="columns">${columnsOf(entry).map((column) => columnMore(entry, column, language))}</div>
    ${await provenance(entry, report, folder)}
  </details>`;
};
