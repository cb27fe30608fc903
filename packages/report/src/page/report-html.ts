import type { ReportContents } from '../contents.js';
import type { SectionForm } from '../layout.js';
import { entryHtml } from './entry-html.js';
import { empty, html, htmlTable, raw, type Html } from './html.js';
import { style } from './style.js';
import { contents, resultsHtml, tally, type Part } from './summary-html.js';
import { words } from './words.js';

/** A section with its entries. */
interface Section extends Part {
  readonly form: SectionForm;
}

/** The sections that have entries. */
const sectionsOf = ({ layout, entries, language }: ReportContents): readonly Section[] =>
  layout.sections
    .map((form) => ({
      form,
      title: form.title[language],
      caption: form.caption?.[language] ?? '',
      entries: entries.filter(({ figure }) => form.has(figure)),
    }))
    .filter((section) => section.entries.length > 0);

const sectionHtml = async (
  { form, title, entries }: Section,
  report: ReportContents,
  folder: string,
): Promise<Html> => {
  const articles: Html[] = [];
  for (const entry of entries) articles.push(await entryHtml(entry, report, folder));
  return html`<section id="${form.id}">
    <h2>${title}</h2>
    ${form.lead ? html`<p>${form.lead[report.language]}</p>` : empty}
    <div class="cards">${articles}</div>
  </section> `;
};

const networksTable = ({ layout, networks, language }: ReportContents): Html => {
  if (networks.length === 0) return empty;
  const w = words[language];
  const titleOf = (wanted: string): string => layout.columns.find(({ name }) => name === wanted)!.title[language];
  const rows = networks.map(({ name, origin, columns, sha256 }) => [
    name,
    layout.origins[origin][language],
    columns.map(titleOf).join(', '),
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
  const { layout, language, facts, versions } = report;
  const w = words[language];
  const all = sectionsOf(report);
  const listed = all.filter(({ form }) => form.caption);
  const sections: Html[] = [];
  for (const one of all) sections.push(await sectionHtml(one, report, folder));
  const bar = all.map(({ form, title }) => html`<a href="#${form.id}">${title.split('.')[0]}</a> `);
  const run = facts.map(({ text }) => text[language]);
  const made = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const title = layout.title[language];
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${raw(style)}
        </style>
      </head>
      <body style="--columns: ${layout.columns.length}">
        <a class="skip" href="#summary">${w.skip}</a>
        <header>
          <h1>${title}</h1>
          ${layout.lead.map((text) => html`<p>${text[language]}</p>`)}
          <p class="soft">${run.join(' · ')} · ${made.join(', ')}</p>
        </header>
        <nav class="bar" aria-label="${w.contents}"><a href="#summary">↑ ${w.up}</a> ${bar}</nav>
        <main>
          <section id="summary">
            <h2>${w.summary}</h2>
            ${tally(listed, report)} ${contents(listed, report)} ${resultsHtml(listed, report)}
          </section>
          ${sections} ${networksTable(report)}
        </main>
      </body>
    </html> `.markup;
};
