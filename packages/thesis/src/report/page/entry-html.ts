import { Buffer } from 'node:buffer';
import { lstat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { readPlainFile } from '@interp/files/internal';
import { textOf, type Cell } from '../../figure.js';
import type { Language } from '../../language.js';
import { columnNames, type ColumnName } from '../../networks.js';
import type { ColumnRecord, TableRecord } from '../run/records.js';
import { empty, html, htmlTable, raw, type Html } from './html.js';
import type { Entry, ReportContents } from '../contents.js';
import { anchorOf, labelOf, verdictIn } from './summary-html.js';
import { words, type Words } from './words.js';

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
const leastScale = 0.92;

const pictures = async (record: ColumnRecord, language: Language, folder: string): Promise<readonly Html[]> =>
  Promise.all(
    record.pictures.map(async ({ files, alt }) => {
      const { file, width, height } = files[language];
      const bytes = await readPlainFile(join(folder, file), { followLink: false });
      const least = file.endsWith('.svg') ? ` style="min-width: ${Math.ceil(leastScale * width)}px"` : '';
      const size = raw(`width="${width}" height="${height}"${least}`);
      return html`<img src="${dataUri(file, bytes)}" alt="${alt[language]}" ${size} />`;
    }),
  );

const download = async (file: string, folder: string): Promise<Html> => {
  const { size } = await lstat(join(folder, file));
  const href =
    size <= mostInline
      ? dataUri(file, await readPlainFile(join(folder, file), { followLink: false, most: mostInline }))
      : encodeURI(file);
  return html`<a href="${href}" download="${basename(file)}">${basename(file)}</a> `;
};

/** A cell as it is read: a minus in place of the hyphen that data have. */
const withMinus = (cell: Cell, language: Language): string => textOf(cell, language).replace(/^-(?=\d)/, '−');

const ownTable = ({ title, head, rows }: TableRecord, language: Language): Html =>
  htmlTable(
    'own',
    title[language],
    head.map((name) => name[language]),
    rows.map((row) => row.map((cell) => withMinus(cell, language))),
  );

const fact = (name: string, value: string | Html): Html =>
  html`<dt>${name}</dt>
    <dd>${value}</dd> `;

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

/** What is read on demand; nothing for nothing. */
const folded = (summary: string, parts: readonly Html[]): Html =>
  parts.every(({ markup }) => markup === '')
    ? empty
    : html`<details>
        <summary>${summary}</summary>
        ${parts}
      </details>`;

const paragraph = (text: string, className = ''): Html =>
  text === '' ? empty : html`<p class="${className}">${text}</p>`;

/** The tables, folded where there are pictures to look at. */
const tablesHtml = ({ tables, pictures: drawn }: ColumnRecord, language: Language): Html =>
  html`<details class="${drawn.length > 0 ? 'tables' : 'tables unfold'}">
    <summary>${words[language].numbers}</summary>
    ${tables.map((table) => ownTable(table, language))}
  </details>`;

/** Pictures first, then what came out in words. */
const columnBody = async (entry: Entry, column: ColumnName, language: Language, folder: string): Promise<Html> => {
  const w = words[language];
  const own = entry.record[column];
  if (own.error !== undefined)
    return html`<div>
      <p class="failed">${w.failed}: ${own.error}</p>
      <p><code>interp ${own.command}</code></p>
    </div>`;
  const drawn = await pictures(own, language, folder);
  const [ours, difference, caption] = [own.ours, own.difference, own.caption].map((text) => text[language]);
  const held = own.held.filter(Boolean).length;
  const more = own.held.length === 0 ? w.more : w.holds(held, own.held.length);
  return html`<div class="body">
    ${drawn.length > 0 ? html`<div class="pictures">${drawn}</div>` : empty}
    <div class="words">
      ${ours === '' ? empty : html`<p><strong>${ours}</strong>${difference === '' ? '' : ` · ${difference}`}</p>`}
      ${folded(more, [conditions(entry, column, language), paragraph(caption)])}
    </div>
    ${own.tables.length === 0 ? empty : tablesHtml(own, language)}
  </div>`;
};

/** What came out with the network of one column; on a telephone the second is folded. */
const columnHtml = async (entry: Entry, column: ColumnName, language: Language, folder: string): Promise<Html> => {
  const w = words[language];
  const { same } = entry.record;
  const verdict = verdictIn(entry, column);
  const heading = html`<h4>
    ${same ? w.both : w.columns[column]}: <span class="${verdict}">${w.verdicts[verdict]}</span>
  </h4>`;
  const body = await columnBody(entry, column, language, folder);
  if (column === 'today')
    return html`<details class="column unfold">
      <summary>${heading}</summary>
      ${body}
    </details>`;
  return html`<div class="column">${entry.figure.kind === 'network' ? empty : heading} ${body}</div>`;
};

/** How much room the widest picture of an entry asks for: half a row of the page, half a card for each network, or all of it. */
const roomFor = ({ record }: Entry, language: Language): 'small' | 'medium' | 'wide' => {
  const shown = columnNames.map((column) => record[column]);
  const files = shown.flatMap(({ pictures: all }) => all.map((picture) => picture.files[language]));
  const widest = Math.max(0, ...files.map(({ file, width }) => (file.endsWith('.svg') ? leastScale : 1) * width));
  const cells = Math.max(...shown.flatMap(({ tables }) => tables.map(({ head }) => head.length)), 0);
  const [half, column] = record.same ? [570, 1200] : [278, 600];
  if (widest > 0 && widest <= half && cells <= 5) return 'small';
  return widest <= column ? 'medium' : 'wide';
};

const provenance = async (entry: Entry, report: ReportContents, w: Words, folder: string): Promise<Html> => {
  const { figure, record } = entry;
  const about = figure.about?.[report.language] ?? '';
  const shown = record.same ? columnNames.slice(0, 1) : columnNames;
  const versions = Object.entries(report.versions).map(([name, version]) => `${name} ${version}`);
  const columns: Html[] = [];
  for (const column of shown) {
    const own = record[column];
    const files = [...own.tables.map(({ file }) => file), ...own.data];
    const downloads = await Promise.all(files.map((file) => download(file, folder)));
    const hashes = report.networks
      .filter(({ name, columns: at }) => own.networks.includes(name) && at.includes(column))
      .map(({ name, sha256 }) => `${name} ${sha256.slice(0, 16)}`);
    columns.push(
      html`${fact(record.same ? w.weights : `${w.columns[column]}: ${w.weights}`, hashes.join(', ') || w.none)}${fact(w.seconds, own.seconds.toFixed(2))}${fact(w.data, html`${downloads}`)}`,
    );
  }
  return html`<details class="made">
    <summary>${about === '' ? w.how : w.aboutAndHow}</summary>
    ${paragraph(about)}
    <dl class="facts">
      ${fact(w.command, html`<code>interp ${record.thesisLike.command}</code>`)}${fact(w.seed, String(report.seed))}${fact(w.backend, record.backend)}${fact(w.versions, versions.join(', '))}${columns}
    </dl>
  </details>`;
};

/** Whether there is something to explain: a column that does not agree, or two that differ. */
const hasCause = (entry: Entry): boolean => {
  const [like, today] = columnNames.map((column) => verdictIn(entry, column));
  return like !== today || like === 'partly' || like === 'differs';
};

/** A figure with its two columns, and how it was made, as an article; its files are in the report's folder. */
export const entryHtml = async (entry: Entry, report: ReportContents, folder: string): Promise<Html> => {
  const { figure, record } = entry;
  const { language } = report;
  const w = words[language];
  const columns: Html[] = [];
  for (const column of record.same ? columnNames.slice(0, 1) : columnNames)
    columns.push(await columnHtml(entry, column, language, folder));
  const cause = figure.cause && hasCause(entry) ? `${w.cause}: ${figure.cause[language]}` : '';
  return html`<article id="${anchorOf(entry)}" class="${roomFor(entry, language)}">
    <h3>${labelOf(entry, w)} · ${figure.title[language]}</h3>
    ${figure.thesis[language] === '' ? empty : html`<p class="thesis">${w.thesis}: <strong>${figure.thesis[language]}</strong></p>`}
    <div class="columns">${columns}</div>
    <div class="about">
      ${paragraph(cause, 'note')} ${record.note ? html`<p class="note">${record.note[language]}</p>` : empty}
      ${await provenance(entry, report, w, folder)}
    </div>
  </article> `;
};
