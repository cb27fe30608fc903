import type { Entry, ReportContents } from '../contents.js';
import type { ColumnForm, ReportLayout } from '../layout.js';
import type { Language } from '../text/language.js';
import { download, ownTable, paragraph, pictureRow, tablesInPlace } from './column-html.js';
import { empty, html, type Html } from './html.js';
import { verdictIn } from './summary-html.js';
import { words } from './words.js';

const fact = (name: string, value: string | Html): Html =>
  html`<dt>${name}</dt>
    <dd>${value}</dd> `;

/** The columns of an entry that differ: one where both are the same. */
const columnsOf = ({ record }: Entry, { columns }: ReportLayout): readonly ColumnForm[] =>
  record.same ? columns.slice(0, 1) : columns;

/** What must hold for agreement, with a mark at each. */
const conditions = ({ figure, record }: Entry, column: string, language: Language): Html => {
  const { held } = record.columns[column];
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

/** What a column holds that is not seen at once: pictures that are not, conditions, caption, and tables. */
const columnMore = (
  entry: Entry,
  { name, title }: ColumnForm,
  drawn: readonly Html[],
  { layout, language }: ReportContents,
): Html => {
  const own = entry.record.columns[name];
  const heading = entry.record.same ? empty : html`<h4>${title[language]}</h4>`;
  const tables = tablesInPlace(layout, entry, own) ? [] : own.tables.map((table) => ownTable(table, language));
  const pictures = drawn.length === 0 ? empty : pictureRow(drawn);
  const parts = [pictures, conditions(entry, name, language), paragraph(own.caption[language]), ...tables];
  return parts.every(({ markup }) => markup === '') ? empty : html`<div>${heading} ${parts}</div>`;
};

/** Command, settings, backend, versions; weights, seconds and files of each column. */
const provenance = async (entry: Entry, report: ReportContents, folder: string): Promise<Html> => {
  const { figure, record } = entry;
  const { layout, language } = report;
  const w = words[language];
  const versions = Object.entries(report.versions).map(([name, version]) => `${name} ${version}`);
  const [first] = layout.columns;
  const { expectedSeconds } = figure;
  const facts = [
    fact(w.command, html`<code>${layout.program} ${record.columns[first.name].command}</code>`),
    ...report.facts.flatMap(({ label, value }) => (label ? [fact(label[language], String(value))] : [])),
    fact(w.backend, record.backend),
    fact(w.versions, versions.join(', ')),
    expectedSeconds === undefined ? empty : fact(layout.expected.seconds[language], String(expectedSeconds)),
  ];
  for (const { name, title } of columnsOf(entry, layout)) {
    const own = record.columns[name];
    const files = [...own.tables.map(({ file }) => file), ...own.data];
    const downloads = await Promise.all(files.map((file) => download(file, folder)));
    const hashes = report.networks
      .filter((network) => own.networks.includes(network.name) && network.columns.includes(name))
      .map((network) => `${network.name} ${network.sha256.slice(0, 16)}`);
    const weights = record.same ? w.weights : `${title[language]}: ${w.weights}`;
    facts.push(fact(weights, hashes.join(', ') || w.none));
    facts.push(fact(w.seconds, own.seconds.toFixed(2)), fact(w.data, html`${downloads}`));
  }
  return html`<dl class="facts">${facts}</dl>`;
};

/** Whether there is something to explain: a column that does not agree, or others that differ from it. */
const hasCause = (entry: Entry, { columns }: ReportLayout): boolean => {
  const [first, ...others] = columns.map(({ name }) => verdictIn(entry, name));
  return first === 'partly' || first === 'differs' || others.some((verdict) => verdict !== first);
};

/** What the fold is called: what is in it. */
const summaryOf = (
  entry: Entry,
  cause: string,
  drawn: readonly (readonly Html[])[],
  { layout, language }: ReportContents,
): string => {
  const w = words[language];
  const shown = columnsOf(entry, layout).map(({ name }) => entry.record.columns[name]);
  const [{ held }] = shown;
  const counts = shown.map((own) => own.held.filter(Boolean).length);
  const parts = [
    cause === '' ? '' : w.cause,
    held.length === 0 ? '' : w.holds(counts, held.length),
    drawn.some(({ length }) => length > 0) ? w.pictures : '',
    shown.some((own) => own.tables.length > 0 && !tablesInPlace(layout, entry, own)) ? w.numbers : '',
    w.how,
  ].filter((part) => part !== '');
  return parts.join(' · ');
};

/** What is read on demand of an entry, under one fold: why, pictures of each column that are not seen at once, what was measured, how it was made. */
export const moreHtml = async (
  entry: Entry,
  drawn: readonly (readonly Html[])[],
  report: ReportContents,
  folder: string,
): Promise<Html> => {
  const { figure } = entry;
  const { layout, language } = report;
  const cause = figure.cause && hasCause(entry, layout) ? figure.cause[language] : '';
  return html`<details class="more">
    <summary>${summaryOf(entry, cause, drawn, report)}</summary>
    ${cause === '' ? empty : html`<p class="note"><strong>${words[language].cause}:</strong> ${cause}</p>`}
    ${paragraph(figure.about?.[language] ?? '')}
    <div class="columns">
      ${columnsOf(entry, layout).map((column, i) => columnMore(entry, column, drawn[i] ?? [], report))}
    </div>
    ${await provenance(entry, report, folder)}
  </details>`;
};
