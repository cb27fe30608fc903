import { InterpError, list, number, optionsTable, shownValue } from '@interp/checks';
import type { ImageBatch } from '../images/image-batch.js';
import { captionLines, checkTexts, gridRules, usualScale, type GridOptions } from './options.js';
import { gridSvg } from './grid-svg.js';
import { imageRasters } from '../images/raster.js';

/** Options of {@link imageGrid}. */
export interface ImageGridOptions extends GridOptions {
  /** Cells in a row. Default: all of them up to 10, else 10. */
  readonly columns?: number;
  /**
   * Which image stands in each cell, row by row; null leaves a cell empty, and an image may stand in several. Default each image once,
   * in order.
   */
  readonly cells?: readonly (number | null)[];
  /** Written under each image, a newline beginning another line; lines wider than 240 pixels and than the image are cut. Default none. */
  readonly captions?: readonly string[];
  /** Written to the left of each row. Default none. */
  readonly rowTitles?: readonly string[];
  /** Written above each column. Default none. */
  readonly columnTitles?: readonly string[];
}

const imageGridOptions = optionsTable<ImageGridOptions>()({
  ...gridRules,
  columns: number({ min: 1, integer: true }),
  cells: list<readonly (number | null)[]>(),
  captions: list<readonly string[]>(),
  rowTitles: list<readonly string[]>(),
  columnTitles: list<readonly string[]>(),
});

const checkCells = (cells: readonly (number | null)[], count: number): void => {
  const odd = Array.from<unknown>(cells).findIndex(
    (cell) => cell !== null && !(Number.isInteger(cell) && (cell as number) >= 0 && (cell as number) < count),
  );
  if (odd >= 0)
    throw new InterpError(
      'bad-option',
      `cells ask for image ${shownValue(cells[odd])}; expected 0 to ${count - 1}, or null`,
    );
  if (!Array.from(cells).some((cell) => cell !== null))
    throw new InterpError('bad-option', 'cells are all empty; expected at least one image');
};

/**
 * Draws a batch of images side by side, each pixel a sharp square, with captions and titles. The same input gives the same SVG.
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
  const settings = imageGridOptions.withDefaults(options);
  const { title, gap, compact, captions, rowTitles, columnTitles, cells = rasters.map((_, i) => i) } = settings;
  const { columns = Math.min(cells.length, 10), scale = usualScale(rasters[0].height) } = settings;
  checkCells(cells, rasters.length);
  const rowCount = Math.ceil(cells.length / columns);
  checkTexts('captions', captions, rasters.length);
  checkTexts('rowTitles', rowTitles, rowCount);
  checkTexts('columnTitles', columnTitles, Math.min(columns, cells.length));
  const placed = Array.from(cells, (i) =>
    i === null ? undefined : { raster: rasters[i], caption: captionLines(captions, i) },
  );
  const rows = Array.from({ length: rowCount }, (_, row) => ({
    cells: placed.slice(row * columns, (row + 1) * columns),
    title: rowTitles?.[row],
    header: row === 0 ? columnTitles : undefined,
  }));
  return gridSvg({ rows, scale, gap, compact, title });
};
