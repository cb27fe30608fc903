import { checkNumber } from '@interp/core';
import type { ImageBatch } from './image-batch.js';
import { captionLines, checkTexts, gridOptions, type GridOptions } from './grid-options.js';
import { gridSvg } from './grid-svg.js';
import { imageRasters } from './image-rasters.js';

/** What {@link imageGrid} can be told. */
export interface ImageGridOptions extends GridOptions {
  /** Images in a row. Default: all of them up to 10, else 10. */
  readonly columns?: number;
  /** Written under each image, a newline beginning another line; lines wider than 240 pixels and than the image are cut. Default none. */
  readonly captions?: readonly string[];
  /** Written to the left of each row. Default none. */
  readonly rowTitles?: readonly string[];
  /** Written above each column. Default none. */
  readonly columnTitles?: readonly string[];
}

/**
 * Draws a batch of images side by side, each pixel a crisp square, with captions and titles. The same input gives the same text.
 *
 * @param images - grey, RGB or RGBA images, `[n, height, width, channels]`
 * @param options - columns, captions, titles, scale
 * @returns an SVG document; `svgToPng` of `@interp/viz/node` makes a PNG of it
 * @throws InterpError `bad-shape` for data that are no batch of images, `bad-value` for a NaN or an infinity in them, `bad-option` for
 * an option out of range or a number of texts that does not fit
 *
 * @example
 * ```ts
 * import { imageGrid } from '@interp/viz';
 *
 * const data = Float32Array.from({ length: 2 * 8 * 8 }, (_, i) => (i % 9) / 8);
 * const svg = imageGrid({ data, shape: [2, 8, 8, 1], range: [0, 1] }, { captions: ['first', 'second\nP 0.998'] });
 * console.log(svg.includes('P 0.998')); // true
 * ```
 */
export const imageGrid = (images: ImageBatch, options: ImageGridOptions = {}): string => {
  const rasters = imageRasters(images);
  const { captions, rowTitles, columnTitles, columns = Math.min(rasters.length, 10), ...common } = options;
  const { title, scale, gap } = gridOptions(common, rasters[0].height);
  checkNumber('columns', columns, { min: 1, integer: true });
  const rowCount = Math.ceil(rasters.length / columns);
  checkTexts('captions', captions, rasters.length);
  checkTexts('rowTitles', rowTitles, rowCount);
  checkTexts('columnTitles', columnTitles, Math.min(columns, rasters.length));
  const cells = rasters.map((raster, i) => ({ raster, caption: captionLines(captions, i) }));
  const rows = Array.from({ length: rowCount }, (_, row) => ({
    cells: cells.slice(row * columns, (row + 1) * columns),
    title: rowTitles?.[row],
    header: row === 0 ? columnTitles : undefined,
  }));
  return gridSvg({ rows, scale, gap, title });
};
