import type { Language } from '../../language.js';
import { columnNames } from '../../networks.js';
import type { Entry, ReportContents } from '../contents.js';
import type { ColumnRecord } from '../run/records.js';
import { columnHtml, leastScale, pictures, tablesInPlace, type Shown } from './column-html.js';
import { empty, html, raw, type Html } from './html.js';
import { moreHtml } from './more-html.js';
import { anchorOf, labelOf } from './summary-html.js';
import { words } from './words.js';

/** Pixels of a row of the page, of the gap between columns, of an article's padding and border. */
const [row, gap, around] = [1240, 12, 26];

/** Pixels that a column needs for its words, and a table for each of its columns. */
const [leastWords, tableCell] = [180, 80];

/** Tables up to so many columns and rows stand below each other. */
const [fewColumns, fewRows] = [5, 5];

/** Pixels across that what is seen of a column needs. */
const widthOf = (entry: Entry, own: ColumnRecord, language: Language): number => {
  const files = own.pictures.map((picture) => picture.files[language]);
  const widest = files.map(({ file, width }) => Math.ceil((file.endsWith('.svg') ? leastScale : 1) * width));
  const cells = tablesInPlace(entry, own) ? own.tables.map(({ head }) => head.length * tableCell) : [];
  return Math.max(leastWords, ...widest, ...cells);
};

/** Whether there is a small table to be seen, and no picture. */
const isSmallTable = (entry: Entry, own: ColumnRecord): boolean =>
  tablesInPlace(entry, own) &&
  own.tables.length > 0 &&
  own.tables.every(({ head, rows }) => head.length <= fewColumns && rows.length <= fewRows);

/** Whether the pictures of both columns are the same, to be seen once. */
const samePictures = ([like, today]: readonly (readonly Html[])[]): boolean =>
  like.length > 0 && like.map(({ markup }) => markup).join('') === today.map(({ markup }) => markup).join('');

/** How the columns of an entry stand: in pairs where a row of the page has room for both. */
interface Form {
  readonly className: 'one' | 'pair' | 'stack';
  /** Pixels across that the article needs. */
  readonly need: number;
}

const formOf = (entry: Entry, once: boolean, language: Language): Form => {
  const { record } = entry;
  const widths = columnNames.map((column) => widthOf(entry, record[column], language));
  const [like] = widths;
  if (record.same) return { className: 'one', need: like + around };
  if (columnNames.every((column) => isSmallTable(entry, record[column])))
    return { className: 'stack', need: Math.max(...widths) + around };
  const both = 2 * (once ? like : Math.max(...widths)) + gap;
  if (both + around <= row) return { className: 'pair', need: both + around };
  return { className: 'stack', need: row };
};

/** A figure with its two columns, and how it was made, as an article; its files are in the report's folder. */
export const entryHtml = async (entry: Entry, report: ReportContents, folder: string): Promise<Html> => {
  const { figure, record } = entry;
  const { language } = report;
  const w = words[language];
  const shown = record.same ? columnNames.slice(0, 1) : columnNames;
  const drawn = await Promise.all(shown.map((column) => pictures(record[column], language, folder)));
  const once = drawn.length > 1 && samePictures(drawn);
  const { className, need } = formOf(entry, once, language);
  const second: Shown = once ? 'elsewhere' : className === 'stack' ? 'folded' : 'open';
  const columns = shown.map((column, i) => columnHtml(entry, column, drawn[i], i === 0 ? 'open' : second, language));
  const style = raw(`style="flex-basis: ${Math.min(need, row)}px"`);
  return html`<article id="${anchorOf(entry)}" class="${className}" ${style}>
    <header>
      <h3>${labelOf(entry, w)} · ${figure.title[language]}</h3>
      ${figure.thesis[language] === '' ? empty : html`<p class="thesis">${w.thesis}: <strong>${figure.thesis[language]}</strong></p>`}
    </header>
    <div class="columns">${columns}</div>
    ${record.note ? html`<p class="soft">${record.note[language]}</p>` : empty} ${await moreHtml(entry, report, folder)}
  </article> `;
};
