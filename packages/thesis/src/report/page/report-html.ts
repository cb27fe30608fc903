import { entryHtml } from './entry-html.js';
import { empty, html, htmlTable, raw, type Html } from './html.js';
import type { Entry, ReportContents } from '../contents.js';
import { style } from './style.js';
import { summaryTable, tally } from './summary-html.js';
import { words, type Words } from './words.js';

const ofKind = ({ entries }: ReportContents, kind: NonNullable<Entry['figure']['kind']>): readonly Entry[] =>
  entries.filter(({ figure }) => (figure.kind ?? 'figure') === kind);

const chapterOf = ({ figure }: Entry): number => Number(/(\d)\.\d/.exec(figure.number)?.[1] ?? 1);

const section = async (
  title: string,
  lead: string,
  entries: readonly Entry[],
  report: ReportContents,
  folder: string,
): Promise<Html> => {
  if (entries.length === 0) return empty;
  const articles: Html[] = [];
  for (const entry of entries) articles.push(await entryHtml(entry, report, folder));
  return html`<section>
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
  return html`<section>
    <h2>${w.networks}</h2>
    ${htmlTable('own', w.weights, [w.network, w.origin, w.column, w.weights], rows)}
  </section> `;
};

/** The report as one HTML file with everything in it; the pictures and data of its figures are read from its folder. */
export const reportHtml = async (report: ReportContents, folder: string): Promise<string> => {
  const { language, mode, seed, source, versions } = report;
  const w = words[language];
  const figures = ofKind(report, 'figure');
  const ofChapter = (chapter: number): readonly Entry[] => figures.filter((entry) => chapterOf(entry) === chapter);
  const chapters = await Promise.all(
    w.chapters.map((title, i) => section(`${w.chapter} ${i + 1}. ${title}`, '', ofChapter(i + 1), report, folder)),
  );
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
        <main>
          <section id="summary">
            <h2>${w.summary}</h2>
            ${tally(report)}
            ${w.chapters.map((title, i) => summaryTable(ofChapter(i + 1), `${w.chapter} ${i + 1}. ${title}`, w.figures, report))}
            ${summaryTable(ofKind(report, 'claim'), w.claims, w.claims, report)}
            <p class="soft">${w.key}</p>
          </section>
          ${await section(w.charts, '', ofKind(report, 'chart'), report, folder)} ${chapters}
          ${await section(w.claims, w.claimsLead, ofKind(report, 'claim'), report, folder)}
          ${await section(w.trainings, '', ofKind(report, 'network'), report, folder)} ${networksTable(report, w)}
        </main>
        <a class="up" href="#summary">↑ ${w.up}</a>
      </body>
    </html> `.markup;
};
