import { Buffer } from 'node:buffer';
import { basename, extname, join } from 'node:path';
import { readPlainFile } from '@interp/core/node';
import { textOf, type Cell } from '../../figure.js';
import type { Language } from '../../language.js';
import type { TableRecord } from '../run/records.js';
import { empty, html, htmlTable, type Html } from './html.js';
import type { Entry, ReportContents } from '../contents.js';
import { anchorOf, labelOf, verdictOf } from './summary-html.js';
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

const pictures = async ({ record }: Entry, { language }: ReportContents, folder: string): Promise<readonly Html[]> =>
  Promise.all(
    record.pictures.map(async ({ files, alt }) => {
      const { file, width, height } = files[language];
      const bytes = await readPlainFile(join(folder, file), { followLink: false });
      return html`<img src="${dataUri(file, bytes)}" alt="${alt[language]}" width="${width}" height="${height}" />`;
    }),
  );

const download = async (file: string, folder: string): Promise<Html> => {
  const bytes = await readPlainFile(join(folder, file), { followLink: false });
  const href = bytes.length <= mostInline ? dataUri(file, bytes) : encodeURI(file);
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

const provenance = ({ record }: Entry, report: ReportContents, w: Words, downloads: readonly Html[]): Html => {
  const hashes = report.networks
    .filter(({ name }) => (record.networks as readonly string[]).includes(name))
    .map(({ name, sha256 }) => `${name} ${sha256.slice(0, 16)}`);
  const versions = Object.entries(report.versions).map(([name, version]) => `${name} ${version}`);
  return html`<details>
    <summary>${w.how}</summary>
    <dl class="facts">
      ${fact(w.command, html`<code>interp ${record.command}</code>`)}${fact(w.seed, String(report.seed))}${fact(w.backend, record.backend)}${fact(w.versions, versions.join(', '))}${fact(w.weights, hashes.join(', ') || w.none)}${fact(w.seconds, record.seconds.toFixed(2))}${fact(w.data, html`${downloads}`)}
    </dl>
  </details>`;
};

/** A figure with its caption, its numbers and how it was made, as an article; its files are in the report's folder. */
export const entryHtml = async (entry: Entry, report: ReportContents, folder: string): Promise<Html> => {
  const { figure, record } = entry;
  const { language } = report;
  const w = words[language];
  const verdict = verdictOf(entry);
  const title = html`<h3>${labelOf(entry, w)} · ${figure.title[language]}</h3>`;
  if (record.status === 'failed')
    return html`<article id="${anchorOf(entry)}">
      ${title}
      <p class="failed">${w.failed}: ${record.error ?? ''}</p>
      <p><code>interp ${record.command}</code></p>
    </article> `;
  const files = [...record.tables.map(({ file }) => file), ...record.data];
  const downloads = await Promise.all(files.map((file) => download(file, folder)));
  const drawn = await pictures(entry, report, folder);
  const compared = figure.thesis[language] === '' && record.ours[language] === '';
  return html`<article id="${anchorOf(entry)}">
    ${title}
    <figure>
      ${drawn.length > 0 ? html`<div class="pictures">${drawn}</div>` : empty}
      ${record.tables.map((table) => ownTable(table, language))}
      <figcaption>${record.caption[language]}</figcaption>
    </figure>
    ${record.note ? html`<p class="note">${record.note[language]}</p>` : empty}
    ${
      compared
        ? empty
        : html`<dl class="facts">
            ${fact(w.thesis, figure.thesis[language])}${fact(w.ours, record.ours[language])}${record.difference[language] === '' ? empty : fact(w.difference, record.difference[language])}${fact(w.verdict, html`<span class="${verdict}">${w.verdicts[verdict]}</span>`)}
          </dl>`
    }
    ${provenance(entry, report, w, downloads)}
  </article> `;
};
