import type { Tint } from '../colours/tints.js';
import { textElement } from '../svg/markup.js';
import { textWidth } from '../svg/text.js';
import { theme } from '../svg/theme.js';
import type { Point } from './graph-layout.js';

/** What is written in the box of one layer or several: name and parameters above, kind and shape below; empty for nothing. */
export type LayerTexts = readonly [name: string, parameters: string, kind: string, shape: string];

/** Pixels that each box is high. */
export const boxHeight = 42;

/** The pixels that the wider line of a box takes, without room between its texts. */
export const widthOfTexts = ([name, parameters, kind, shape]: LayerTexts): number => {
  const wide = (text: string, weight: 400 | 600): number => textWidth(text, theme.labelSize, weight);
  return Math.max(wide(name, 600) + wide(parameters, 400), wide(kind, 400) + wide(shape, 600));
};

/**
 * The box of a layer.
 *
 * @param texts - what is written in it
 * @param tint - its colours
 * @param size - pixels that it is wide, and between its sides and its texts
 * @param centre - its place
 * @returns SVG elements
 */
export const layerBox = (
  [name, parameters, kind, shape]: LayerTexts,
  { fill, line }: Tint,
  { width, inset }: { readonly width: number; readonly inset: number },
  [x, y]: Point,
): string[] => {
  const [left, right] = [x - width / 2 + inset, x + width / 2 - inset];
  return [
    `<rect x="${x - width / 2}" y="${y - boxHeight / 2}" width="${width}" height="${boxHeight}" rx="5" fill="${fill}" stroke="${line}" stroke-width="1.5"/>`,
    textElement(name, { x: left, y: y - 4, weight: 600 }),
    ...(parameters === ''
      ? []
      : [textElement(parameters, { x: right, y: y - 4, anchor: 'end', fill: theme.mutedInk })]),
    textElement(kind, { x: left, y: y + 13, fill: theme.mutedInk }),
    textElement(shape, { x: right, y: y + 13, weight: 600, anchor: 'end' }),
  ];
};
