import { entryHtml } from './entry-html.js';
import { empty, html, htmlTable, raw, type Html } from './html.js';
import type { Entry, ReportContents } from '../contents.js';
import { style } from './style.js';
import { contents, resultsHtml, tally, type Part } from './summary-html.js';
import { words, type Words } from './words.js';

const ofKind = ({ entries }: ReportContents, kind: NonNullable<Entry['figure']['kind']>): readonly Entry[] =>
  entries.filter(({ figure }) => (figure.kind ?? 'figure') === kind);

const chapterOf = ({ figure }: Entry): number => Number(/(\d)\.\d/.exec(figure.number)?.[1] ?? 1);

/** What a section is made of. */
interface SectionParts {
  /** Its anchor. */
  readonly id: string;
  readonly title: string;
  readonly lead?: string;
  readonly entries: readonly Entry[];
}

/** A section with its entries; nothing without any. */
const section = async (
  { id, title, lead = '', entries }: SectionParts,
  report: ReportContents,
  folder: string,
): Promise<Html> => {
  if (entries.length === 0) return empty;
  const articles: Html[] = [];
  for (const entry of entries) articles.push(await entryHtml(entry, report, folder));
  return html`<section id="${id}">
    <h2>${title}</h2>
    ${lead === '' ? empty : html`<p>${lead}</p>`}
    <div class="cards">${articles}</div>
  </section> `;
};

const networksTable = ({ networks }: ReportContents, w: Words): Html => {
  if (networks.length === 0) return empty;
  const rows = networks.map(({ name, origin, columns, sha256 }) => [
    name,
    w[origin],
    columns.map((column) => w.columns[column]).join(', '),
    html`<code>${sha256}</code>`,
  ]);
  return html`<section id="networks">
    <details class="titled">
      <summary>${w.networks}</summary>
      ${htmlTable('own', w.weights, [w.network, w.origin, w.column, w.weights], rows)}
    </details>
  </section> `;
};

/** The report as one HTML file with everything in it; the pictures and data of its figures are read from its folder. */
export const reportHtml = async (report: ReportContents, folder: string): Promise<string> => {
  const { language, mode, seed, source, versions } = report;
  const w = words[language];
  const figures = ofKind(report, 'figure');
  const chapters = w.chapters.map((name, i): SectionParts & Part => ({
    id: `chapter-${i + 1}`,
    title: `${w.chapter} ${i + 1}. ${name}`,
    caption: w.figures,
    entries: figures.filter((entry) => chapterOf(entry) === i + 1),
  }));
  const claims = {
    id: 'claims',
    title: w.claims,
    lead: w.claimsLead,
    caption: w.claims,
    entries: ofKind(report, 'claim'),
  };
  const charts = { id: 'charts', title: w.charts, entries: ofKind(report, 'chart') };
  const trainings = { id: 'trainings', title: w.trainings, entries: ofKind(report, 'network') };
  const parts = [...chapters, claims].filter(({ entries }) => entries.length > 0);
  const sections: Html[] = [];
  for (const one of [charts, ...chapters, claims, trainings]) sections.push(await section(one, report, folder));
  const bar = [charts, ...parts, trainings]
    .filter(({ entries }) => entries.length > 0)
    .map(({ id, title }) => html`<a href="#${id}">${title.split('.')[0]}</a> `);
  const run = [w.modes[mode], w.sources[source], `${w.seed} ${seed}`];
  const made = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${w.title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <a class="skip" href="#summary">${w.skip}</a>
        <header>
          <h1>${w.title}</h1>
          <p>${w.lead}</p>
          <p>${w.columnsLead}</p>
          <p class="soft">${run.join(' · ')} · ${made.join(', ')}</p>
        </header>
        <nav class="bar" aria-label="${w.contents}"><a href="#summary">↑ ${w.up}</a> ${bar}</nav>
        <main>
          <section id="summary">
            <h2>${w.summary}</h2>
            ${tally(report)} ${contents(parts, report)} ${resultsHtml(parts, report)}
          </section>
          ${sections} ${networksTable(report, w)}
        </main>
      </body>
    </html> `.markup;
};
