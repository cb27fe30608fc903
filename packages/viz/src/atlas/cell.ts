import { inClassColour } from '../colours/class-colours.js';
import { textElement } from '../svg/markup.js';
import { enlarge, imageElement, type Raster } from '../images/raster.js';
import { theme } from '../svg/theme.js';

/** Height of the line under an image, in pixels. */
export const captionHeight = 16;

/** One image of an atlas with its prediction. */
export interface AtlasImage {
  /** The image at its original size. */
  readonly raster: Raster;
  /** Its predicted class. */
  readonly class: number;
  /** The probability of that class. */
  readonly probability: number;
  /** Its name, if it is marked. */
  readonly mark?: string;
}

const brief = (probability: number): string =>
  probability > 0.995 ? '>.99' : probability.toFixed(2).replace(/^0/, '');

/** The name of an image in a dark square in its corner. */
const badge = (mark: string, x: number, y: number): string[] => [
  `<rect x="${x - 2}" y="${y - 2}" width="17" height="17" fill="${theme.ink}"/>`,
  textElement(mark, { x: x + 6.5, y: y + 11, weight: 600, anchor: 'middle', fill: theme.background }),
];

/**
 * One image in the colour of its class, with class and probability under it; those with a name are framed.
 *
 * @param image - the image
 * @param scale - pixels of the drawing to a pixel of it
 * @param x - left edge
 * @param y - top edge
 * @returns SVG elements
 */
export const atlasCell = (image: AtlasImage, scale: number, x: number, y: number): string[] => {
  const large = enlarge(inClassColour(image.raster, image.class), scale);
  const frame = image.mark === undefined ? `stroke="${theme.frame}"` : `stroke="${theme.ink}" stroke-width="4"`;
  return [
    `<rect x="${x - 0.5}" y="${y - 0.5}" width="${large.width + 1}" height="${large.height + 1}" fill="none" ${frame}/>`,
    imageElement(large, x, y),
    ...(image.mark === undefined ? [] : badge(image.mark, x, y)),
    textElement(String(image.class), { x: x + 2, y: y + large.height + 13, weight: 600 }),
    textElement(brief(image.probability), {
      x: x + large.width - 1,
      y: y + large.height + 13,
      anchor: 'end',
      fill: theme.mutedInk,
    }),
  ];
};
