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
