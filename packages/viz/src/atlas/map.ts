import { atlasCell, captionHeight, type AtlasImage } from './cell.js';
import { textElement } from '../svg/markup.js';
import { textWidth } from '../svg/text.js';
import { theme } from '../svg/theme.js';

const { labelSize } = theme;
const headHeight = 22;

/** Part of a picture: elements around (0, 0) and their size in pixels. */
export interface Block {
  /** SVG elements. */
  readonly elements: readonly string[];
  /** Width. */
  readonly width: number;
  /** Height. */
  readonly height: number;
}

/** The positions of an atlas' images in a plane. */
export interface AtlasMap {
  /** The index of the image in each cell, `[row][column]`. */
  readonly cells: readonly (readonly number[])[];
  /** Written above each column. */
  readonly columnTitles: readonly string[];
  /** Written to the left of each row. */
  readonly rowTitles: readonly string[];
}

/**
 * Draws the images of an atlas in a plane.
 *
 * @param map - which image stands where
 * @param images - all images
 * @param scale - pixels of the drawing to a pixel of an image
 * @returns the block
 */
export const atlasMap = (
  { cells, columnTitles, rowTitles }: AtlasMap,
  images: readonly AtlasImage[],
  scale: number,
): Block => {
  const { raster } = images[0];
  const [pitchX, pitchY] = [raster.width * scale + 6, raster.height * scale + captionHeight + 5];
  const left = Math.ceil(Math.max(...rowTitles.map((title) => textWidth(title, labelSize, 600)))) + 12;
  const columns = columnTitles.map((title, column) =>
    textElement(title, { x: left + column * pitchX + (pitchX - 6) / 2, y: 13, weight: 600, anchor: 'middle' }),
  );
  const rows = rowTitles.map((title, row) =>
    textElement(title, {
      x: left - 12,
      y: headHeight + row * pitchY + (raster.height * scale) / 2 + 4,
      weight: 600,
      anchor: 'end',
    }),
  );
  const drawings = cells.flatMap((line, row) =>
    line.flatMap((index, column) => atlasCell(images[index], scale, left + column * pitchX, headHeight + row * pitchY)),
  );
  return {
    elements: [...columns, ...rows, ...drawings],
    width: left + columnTitles.length * pitchX - 6,
    height: headHeight + cells.length * pitchY,
  };
};
