import { fontWidths } from './font-widths.js';

/** The two weights that the pictures use. */
export type FontWeight = 400 | 600;

const table = (runs: (typeof fontWidths)['regular']): ReadonlyMap<number, number> =>
  new Map(runs.flatMap(([first, widths]) => widths.map((width, i) => [first + i, width] as const)));

const tables = { 400: table(fontWidths.regular), 600: table(fontWidths.semiBold) };

const otherWidth = (codePoint: number): number => (codePoint < 0x2e80 ? 660 : 1000);

/**
 * Width of one line of text in Inter, without kerning: the same number wherever it is computed.
 *
 * @param text - one line
 * @param size - font size in pixels
 * @param weight - 400 or 600
 * @returns pixels
 */
export const textWidth = (text: string, size: number, weight: FontWeight = 400): number => {
  let thousandths = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0)!;
    thousandths += tables[weight].get(codePoint) ?? otherWidth(codePoint);
  }
  return (thousandths * size) / 1000;
};

/**
 * Cuts a line that is too wide and ends it with an ellipsis.
 *
 * @param text - one line
 * @param width - pixels there are
 * @param size - font size in pixels
 * @param weight - 400 or 600
 * @returns the line, or the beginning of it that fits
 */
export const cutText = (text: string, width: number, size: number, weight: FontWeight = 400): string => {
  if (textWidth(text, size, weight) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (textWidth(`${kept}${character}…`, size, weight) > width) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
};

/** Characters of a name that are looked at, from each end. */
const looked = 200;

/**
 * Cuts the middle out of a name that is too wide: its end tells most.
 *
 * @param name - one line of any length
 * @param width - pixels there are
 * @param size - font size in pixels
 * @param weight - 400 or 600
 * @returns the name, or its beginning and end with an ellipsis between them
 */
export const cutMiddle = (name: string, width: number, size: number, weight: FontWeight = 400): string => {
  if (name.length <= 2 * looked && textWidth(name, size, weight) <= width) return name;
  const [first, last] = [Array.from(name.slice(0, looked)), Array.from(name.slice(-looked)).reverse()];
  let kept = '…';
  for (let [front, back] = [0, 0]; front + back < looked;) {
    if (front < back / 2) front++;
    else back++;
    const longer = `${first.slice(0, front).join('')}…${last.slice(0, back).reverse().join('')}`;
    if (textWidth(longer, size, weight) > width) break;
    kept = longer;
  }
  return kept;
};

/**
 * Breaks a text between words so that each line fits; a word wider than that stays whole.
 *
 * @param text - any text; runs of white space count as one space
 * @param width - pixels there are
 * @param size - font size in pixels
 * @param weight - 400 or 600
 * @returns the lines; none for a blank text
 */
export const wrapText = (text: string, width: number, size: number, weight: FontWeight = 400): string[] => {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = lines.length > 0 ? `${lines[lines.length - 1]} ${word}` : '';
    if (longer && textWidth(longer, size, weight) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
};

/**
 * A number as people read it in a picture: three significant digits, a true minus sign.
 *
 * @param value - any number
 * @returns its text
 */
export const formatNumber = (value: number): string => String(Number(value.toPrecision(3))).replaceAll('-', '−');
