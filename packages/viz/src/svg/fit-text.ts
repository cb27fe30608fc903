import { textWidth, type FontWeight } from './text-width.js';

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
