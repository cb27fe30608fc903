import { checkGivenText } from '@interp/checks';
import { theme } from './theme.js';
import type { FontWeight } from './text.js';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const notInXml = /[\p{Cc}\ufffe\uffff]/gu;
const halfPairs = /\p{Cs}/gu;

/**
 * Makes any string safe as text or attribute value of SVG, XML and HTML: markup is escaped, control characters become spaces and halves
 * of surrogate pairs U+FFFD. For SVG of your own beside that of this package, whose functions do it themselves.
 *
 * @param text - any string
 * @returns well-formed XML character data
 *
 * @example
 * ```ts
 * import { escapeXml } from '@interp/viz';
 *
 * console.log(escapeXml('a < b & "c"')); // a &lt; b &amp; &quot;c&quot;
 * ```
 */
export const escapeXml = (text: string): string => {
  checkGivenText('text', text, 'a text');
  return text
    .replace(halfPairs, '\ufffd')
    .replace(notInXml, ' ')
    .replace(/[&<>"']/g, (character) => entities[character]);
};

/** Where and how one line of text stands. */
export interface TextPosition {
  /** Horizontal position of the anchor in pixels. */
  readonly x: number;
  /** Baseline in pixels. */
  readonly y: number;
  /** Font size in pixels. Default 12. */
  readonly size?: number;
  /** Weight. Default 400. */
  readonly weight?: FontWeight;
  /** Which point of the line stands at `x`. Default `start`. */
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Colour. Default the theme's ink. */
  readonly fill?: string;
}

/**
 * One line of text as an SVG element.
 *
 * @param text - the line, not escaped
 * @param place - where and how
 * @returns an SVG `text` element
 */
export const textElement = (text: string, place: TextPosition): string => {
  const { x, y, size = theme.labelSize, weight = 400, anchor = 'start', fill = theme.ink } = place;
  const bold = weight === 400 ? '' : ` font-weight="${weight}"`;
  const anchored = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${x}" y="${y}" font-size="${size}"${bold}${anchored} fill="${fill}">${escapeXml(text)}</text>`;
};

/**
 * A whole SVG document on the theme's background.
 *
 * @param width - pixels
 * @param height - pixels
 * @param label - what a screen reader says
 * @param content - elements
 * @returns the document
 */
export const svgDocument = (width: number, height: number, label: string, content: readonly string[]): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"` +
      ` role="img" aria-label="${escapeXml(label)}" font-family="${theme.fontFamily}">`,
    `<rect width="${width}" height="${height}" fill="${theme.background}"/>`,
    ...content,
    '</svg>\n',
  ].join('\n');
