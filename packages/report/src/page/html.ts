import { escapeXml } from '@interp/viz';

/** Text that is HTML already. */
export interface Html {
  /** The markup. */
  readonly markup: string;
}

/** Text as it is read: a percentage is not torn from its number at the end of a line. */
const escaped = (text: string): string => escapeXml(text).replace(/(\d) %/g, '$1\u00a0%');

type Part = string | number | Html | readonly Html[];

const markupOf = (part: Part): string => {
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
};

/**
 * HTML from a template; what is put into it is escaped unless it is HTML already: html`<p>${'a < b'}</p>` holds `a &lt; b`.
 */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  markup: strings.map((text, i) => text + (i < parts.length ? markupOf(parts[i]) : '')).join(''),
});

/** Text that is HTML already, as it is. */
export const raw = (markup: string): Html => ({ markup });

/** Nothing. */
export const empty: Html = { markup: '' };

/** A cell with a class of its own, or what is in it. */
export type TableCell = string | Html | { readonly content: string; readonly className: string };

/**
 * A table that can be read without seeing it, and on a telephone, where each cell has its column's name beside it.
 *
 * @param className - `stack` or `own`
 * @param caption - what it holds
 * @param heads - names of the columns
 * @param rows - cells; the first of a row names it
 * @returns the table
 */
export const htmlTable = (
  className: string,
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly TableCell[])[],
): Html => {
  const cell = (value: TableCell, i: number): Html => {
    const [content, own] = typeof value === 'object' && 'content' in value ? [value.content, value.className] : [value];
    const classOf = own === undefined ? empty : html` class="${own}"`;
    return i === 0
      ? html`<th role="rowheader" scope="row">${content}</th>`
      : html`<td role="cell" ${classOf} data-label="${heads[i]}">${content}</td>`;
  };
  return html`<table class="${className}" role="table">
    <caption>
      ${caption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${heads.map((head) => html`<th role="columnheader" scope="col">${head}</th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        (row) =>
          html`<tr role="row">
            ${row.map(cell)}
          </tr> `,
      )}
    </tbody>
  </table> `;
};
