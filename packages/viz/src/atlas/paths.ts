import { atlasCell, captionHeight, type AtlasImage } from './cell.js';
import type { Block } from './map.js';
import { wrapText } from '../svg/text.js';
import { textElement } from '../svg/markup.js';
import { theme } from '../svg/theme.js';

const titleWidth = 118;
const arrowWidth = 46;
const { labelSize, lineHeight } = theme;

/** A path from one image of an atlas to another. */
export interface AtlasPath {
  /** Its title, such as its start and end. */
  readonly title: string;
  /** The images along it, in order. */
  readonly images: readonly number[];
  /** The change between consecutive images: one text fewer than images. */
  readonly steps: readonly string[];
}

const arrow = (text: string, x: number, y: number): string[] => [
  textElement(text, { x: x + arrowWidth / 2, y: y - 7, weight: 600, anchor: 'middle' }),
  `<path d="M${x + 6} ${y}H${x + arrowWidth - 8}" fill="none" stroke="${theme.ink}" stroke-width="1.5"/>`,
  `<path d="M${x + arrowWidth - 5} ${y}l-8 -4v8z" fill="${theme.ink}"/>`,
];

const pathBlock = ({ title, images: stops, steps }: AtlasPath, images: readonly AtlasImage[], scale: number): Block => {
  const [width, height] = [images[0].raster.width * scale, images[0].raster.height * scale];
  const lines = wrapText(title, titleWidth - 10, labelSize);
  const firstLine = height / 2 - (lines.length * lineHeight) / 2 + labelSize;
  const leftOf = (i: number): number => titleWidth + i * (width + arrowWidth);
  return {
    elements: [
      ...lines.map((line, i) =>
        textElement(line, { x: 0, y: firstLine + i * lineHeight, weight: i === 0 ? 600 : 400 }),
      ),
      ...stops.flatMap((index, i) => atlasCell(images[index], scale, leftOf(i), 0)),
      ...steps.flatMap((step, i) => arrow(step, leftOf(i) + width, height / 2)),
    ],
    width: leftOf(stops.length) - arrowWidth,
    height: height + captionHeight + 8,
  };
};

/**
 * Draws paths through an atlas below each other, in as many columns as there is room for.
 *
 * @param paths - the paths
 * @param images - all images
 * @param scale - pixels of the drawing to a pixel of an image
 * @param room - pixels across
 * @returns the block
 */
export const atlasPaths = (
  paths: readonly AtlasPath[],
  images: readonly AtlasImage[],
  scale: number,
  room: number,
): Block => {
  const blocks = paths.map((path) => pathBlock(path, images, scale));
  const widest = Math.max(...blocks.map(({ width }) => width)) + 34;
  const columns = Math.max(1, Math.min(blocks.length, Math.floor((room + 34) / widest)));
  const perColumn = Math.ceil(blocks.length / columns);
  const { height } = blocks[0];
  return {
    elements: blocks.flatMap(({ elements }, i) => [
      `<g transform="translate(${Math.floor(i / perColumn) * widest} ${(i % perColumn) * height})">`,
      ...elements,
      '</g>',
    ]),
    width: columns * widest - 34,
    height: perColumn * height,
  };
};
