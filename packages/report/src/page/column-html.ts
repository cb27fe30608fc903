import { Buffer } from 'node:buffer';
import { lstat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { readPlainFile } from '@interp/files/internal';
import type { Entry, ReportContents } from '../contents.js';
import type { ColumnRecord, TableRecord } from '../drawing/records.js';
import { kindOf, type ReportLayout } from '../layout.js';
import { textOf, type Cell, type Language } from '../text/language.js';
import { empty, html, htmlTable, raw, type Html } from './html.js';
import { verdictIn } from './summary-html.js';
import { words } from './words.js';

const types: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.csv': 'text/csv',
  '.json': 'application/json',
  '.safetensors': 'application/octet-stream',
};

/** Files up to so many bytes travel inside the report. */
const mostInline = 100_000;

const dataUri = (file: string, bytes: Uint8Array): string =>
  `data:${types[extname(file)]};base64,${Buffer.from(bytes).toString('base64')}`;

/** How far a drawing may shrink to fit: its words of 12 pixels stay above 11. Pictures of pixels never shrink. */
export const leastScale = 0.92;

/** The pictures of a column. */
export const pictures = async (record: ColumnRecord, language: Language, folder: string): Promise<readonly Html[]> =>
  Promise.all(
    record.pictures.map(async ({ files, alt }) => {
      const { file, width, height } = files[language];
      const bytes = await readPlainFile(join(folder, file), { followLink: false });
      const least = file.endsWith('.svg') ? ` style="min-width: ${Math.ceil(leastScale * width)}px"` : '';
      const size = raw(`width="${width}" height="${height}"${least}`);
      return html`<img src="${dataUri(file, bytes)}" alt="${alt[language]}" ${size} />`;
    }),
  );

/** A link to a file with data, which is in the link if it is small. */
export const download = async (file: string, folder: string): Promise<Html> => {
  const { size } = await lstat(join(folder, file));
  const href =
    size <= mostInline
      ? dataUri(file, await readPlainFile(join(folder, file), { followLink: false, most: mostInline }))
      : encodeURI(file);
  return html`<a href="${href}" download="${basename(file)}">${basename(file)}</a> `;
};

/** A cell as it is read: a minus in place of the hyphen that data have. */
const withMinus = (cell: Cell, language: Language): string => textOf(cell, language).replace(/^-(?=\d)/, '−');

/** A table of a figure. */
export const ownTable = ({ title, head, rows }: TableRecord, language: Language): Html =>
  htmlTable(
    'own',
    title[language],
    head.map((name) => name[language]),
    rows.map((row) => row.map((cell) => withMinus(cell, language))),
  );

/** A paragraph; nothing for no text. */
export const paragraph = (text: string, className = ''): Html =>
  text === '' ? empty : html`<p class="${className}">${text}</p>`;

/** Whether tables stand in the place of pictures: where there are none, but for kinds of which words say enough. */
export const tablesInPlace = (layout: ReportLayout, { figure }: Entry, { pictures: drawn }: ColumnRecord): boolean =>
  drawn.length === 0 && !kindOf(layout, figure).folded;

/** Tables in the place of pictures; folded on a telephone. */
const tablesFirst = ({ tables }: ColumnRecord, language: Language): Html =>
  tables.length === 0
    ? empty
    : html`<details class="tables unfold">
        <summary>${words[language].numbers}</summary>
        ${tables.map((table) => ownTable(table, language))}
      </details>`;

/** How the pictures of a column are shown: at once, on demand, among what more there is, or not, because the other column has the same. */
export type Shown = 'open' | 'folded' | 'more' | 'elsewhere';

/** Pictures beside each other, as many as there is room for. */
export const pictureRow = (drawn: readonly Html[]): Html => html`<div class="pictures">${drawn}</div>`;

/** The pictures, where they are to be shown. */
const picturesHtml = (drawn: readonly Html[], shown: Shown, language: Language): Html => {
  if (drawn.length === 0 || shown === 'elsewhere' || shown === 'more') return empty;
  const all = pictureRow(drawn);
  return shown === 'open'
    ? all
    : html`<details>
        <summary>${words[language].picture}</summary>
        ${all}
      </details>`;
};

/** What came out in a few words, or the error. */
const saidOf = (own: ColumnRecord, shown: Shown, { layout, language }: ReportContents): Html => {
  const w = words[language];
  if (own.error !== undefined)
    return html`<span class="failed">${w.failed}: ${own.error}</span> <code>${layout.program} ${own.command}</code>`;
  const [ours, difference] = [own.ours[language], own.difference[language]];
  return html`${[ours, difference].filter((text) => text !== '').join(' · ')}
  ${shown === 'elsewhere' ? html`<span class="soft">${w.samePicture}</span>` : empty}`;
};

/**
 * What one column came out as: verdict, a few words, pictures or tables; on a telephone all but the first are folded.
 *
 * @param entry - the figure and its record
 * @param at - which column, by its position
 * @param drawn - its pictures
 * @param shown - how they are shown
 * @param report - the report
 * @returns the column
 */
export const columnHtml = (
  entry: Entry,
  at: number,
  drawn: readonly Html[],
  shown: Shown,
  report: ReportContents,
): Html => {
  const { layout, language } = report;
  const w = words[language];
  const { record, figure } = entry;
  const { name, title } = layout.columns[at];
  const own = record.columns[name];
  const verdict = verdictIn(entry, name);
  const called = record.same ? layout.allColumns : title;
  const heading =
    kindOf(layout, figure).verdict === false
      ? empty
      : html`<h4>${called[language]}: <span class="${verdict}">${w.verdicts[verdict]}</span></h4>
          ·`;
  const said = html`${heading} <span class="words">${saidOf(own, shown, report)}</span>`;
  const shownTables = tablesInPlace(layout, entry, own) ? tablesFirst(own, language) : empty;
  const parts = [picturesHtml(drawn, shown, language), shownTables];
  const body = html`${parts}`;
  if (at > 0 && parts.some(({ markup }) => markup !== ''))
    return html`<details class="column unfold">
      <summary class="said">${said}</summary>
      ${body}
    </details>`;
  return html`<div class="column">
    <div class="said">${said}</div>
    ${body}
  </div>`;
};
