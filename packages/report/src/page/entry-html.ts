import type { Entry, ReportContents } from '../contents.js';
import type { ColumnRecord } from '../drawing/records.js';
import { kindOf, type ReportLayout } from '../layout.js';
import { columnHtml, leastScale, pictures, tablesInPlace, type Shown } from './column-html.js';
import { empty, html, raw, type Html } from './html.js';
import { moreHtml } from './more-html.js';
import { anchorOf, labelOf } from './summary-html.js';

/** Pixels of a row of the page, of the gap between columns, of an article's padding and border. */
const [row, gap, around] = [1240, 12, 26];

/** Pixels that a column needs for its words, beside pictures and alone, and a table for each of its columns. */
const [leastWords, wordsAlone, tableCell] = [180, 280, 80];

/** Tables up to so many columns and rows stand below each other. */
const [fewColumns, fewRows] = [5, 5];

/** Pixels across that what is seen of a column needs. */
const widthOf = ({ layout, language }: ReportContents, entry: Entry, own: ColumnRecord): number => {
  if (kindOf(layout, entry.figure).folded) return wordsAlone;
  const files = own.pictures.map((picture) => picture.files[language]);
  const widest = files.map(({ file, width }) => Math.ceil((file.endsWith('.svg') ? leastScale : 1) * width));
  const cells = tablesInPlace(layout, entry, own) ? own.tables.map(({ head }) => head.length * tableCell) : [];
  return Math.max(leastWords, ...widest, ...cells);
};

/** Whether there is a small table to be seen, and no picture. */
const isSmallTable = (layout: ReportLayout, entry: Entry, own: ColumnRecord): boolean =>
  tablesInPlace(layout, entry, own) &&
  own.tables.length > 0 &&
  own.tables.every(({ head, rows }) => head.length <= fewColumns && rows.length <= fewRows);

/** Whether the pictures of all columns are the same, to be seen once. */
const samePictures = (drawn: readonly (readonly Html[])[]): boolean =>
  drawn[0].length > 0 && new Set(drawn.map((pictures) => pictures.map(({ markup }) => markup).join(''))).size === 1;

/** How the columns of an entry stand: beside each other where a row of the page has room for all. */
interface Form {
  readonly className: 'one' | 'pair' | 'stack';
  /** Pixels across that the article needs. */
  readonly need: number;
}

const formOf = (entry: Entry, once: boolean, report: ReportContents): Form => {
  const { record } = entry;
  const all = report.layout.columns.map(({ name }) => record.columns[name]);
  const widths = all.map((own) => widthOf(report, entry, own));
  if (record.same || all.length === 1) return { className: 'one', need: widths[0] + around };
  if (all.every((own) => isSmallTable(report.layout, entry, own)))
    return { className: 'stack', need: Math.max(...widths) + around };
  const need = all.length * (once ? widths[0] : Math.max(...widths)) + (all.length - 1) * gap + around;
  return need <= row ? { className: 'pair', need } : { className: 'stack', need: row };
};

/** A figure with its columns, and how it was made, as an article; its files are in the report's folder. */
export const entryHtml = async (entry: Entry, report: ReportContents, folder: string): Promise<Html> => {
  const { figure, record } = entry;
  const { layout, language } = report;
  const shown = record.same ? layout.columns.slice(0, 1) : layout.columns;
  const drawn = await Promise.all(shown.map(({ name }) => pictures(record.columns[name], language, folder)));
  const once = drawn.length > 1 && samePictures(drawn);
  const { className, need } = formOf(entry, once, report);
  const { folded } = kindOf(layout, figure);
  const first: Shown = folded ? 'more' : 'open';
  const others: Shown = once ? 'elsewhere' : className === 'stack' ? 'folded' : first;
  const columns = shown.map((_, i) => columnHtml(entry, i, drawn[i], i === 0 ? first : others, report));
  const more = await moreHtml(entry, folded ? drawn : [], report, folder);
  const style = raw(`style="flex-basis: ${Math.min(need, row)}px"`);
  const expected = figure.expected[language];
  return html`<article id="${anchorOf(entry)}" class="${className}" ${style}>
    <header>
      <h3>${labelOf(entry, language)} · ${figure.title[language]}</h3>
      ${expected === '' ? empty : html`<p class="expected">${layout.expected.title[language]}: <strong>${expected}</strong></p>`}
    </header>
    <div class="columns">${columns}</div>
    ${record.note ? html`<p class="soft">${record.note[language]}</p>` : empty} ${more}
  </article> `;
};
