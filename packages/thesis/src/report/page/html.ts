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
