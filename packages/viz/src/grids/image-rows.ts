import { checkRecords, InterpError, number, optionsTable } from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import { checkPixels, imageRange, type ImageBatch } from '../images/image-batch.js';
import { imageGrid } from './image-grid.js';
import { gridRules, type GridOptions } from './options.js';

/** A row of {@link imageRows}. */
export interface ImageRow {
  /** Its images, as many in all rows, of one size. */
  readonly images: ImageBatch;
  /** Written to its left. Default nothing. */
  readonly title?: string;
}

/** Options of {@link imageRows}. */
export interface ImageRowsOptions extends GridOptions {
  /** Images side by side before the rows wrap. Default 10. */
  readonly columns?: number;
}

const imageRowsOptions = optionsTable<ImageRowsOptions>()({
  ...gridRules,
  columns: number({ min: 1, integer: true, default: 10 }),
});

/**
 * Draws images and, below each, what became of it: one row for each series, the first images of all series in the first column. Rows that are too long
 * wrap together, and the places that stay free at the end are black.
 *
 * @param rows - at least one; they are drawn in the range of the first
 * @param options - columns, title, scale
 * @returns an SVG document; `svgToPng` of `@interp/viz/node` makes a PNG of it
 * @throws InterpError `bad-shape` for no rows, or images of other shapes beside each other; as {@link imageGrid} does
 *
 * Thesis: Figure 2.2.
 *
 * @example
 * ```ts
 * import { imageRows } from '@interp/viz';
 *
 * const shape = [3, 8, 8, 1];
 * const before = { data: new Float32Array(192).fill(-0.5), shape };
 * const after = { data: new Float32Array(192).fill(0.5), shape };
 * const svg = imageRows([{ images: before, title: 'start' }, { images: after, title: 'after 100 steps' }]);
 * console.log(svg.includes('after 100 steps')); // true
 * ```
 */
export const imageRows = (rows: readonly ImageRow[], options: ImageRowsOptions = {}): string => {
  checkRecords('the rows', rows, { images: 'object' });
  const { columns: most, ...settings } = imageRowsOptions.withDefaults(options);
  if (rows.length === 0) throw new InterpError('bad-shape', 'there are no rows of images; expected at least one');
  const [{ images: first }] = rows;
  const { count } = checkPixels('images', first);
  for (const { images } of rows) {
    checkPixels('images', images);
    if (images.shape.join() !== first.shape.join())
      throw new InterpError(
        'bad-shape',
        `a row of [${images.shape.join(', ')}] stands below one of [${first.shape.join(', ')}]; expected the same in all`,
      );
  }
  const range = imageRange(first);
  const free = rows.length * count;
  const data = new Float32Array((free + 1) * sizeOfShape(first.shape.slice(1))).fill(range[0]);
  rows.forEach(({ images }, row) => data.set(images.data, row * first.data.length));
  const columns = Math.min(most, count);
  const drawn = Array.from({ length: Math.ceil(count / columns) * rows.length }, (_, at) => ({
    row: at % rows.length,
    from: Math.floor(at / rows.length) * columns,
  }));
  return imageGrid(
    { data, shape: [free + 1, ...first.shape.slice(1)], range },
    {
      ...settings,
      columns,
      rowTitles: drawn.map(({ row }) => rows[row].title ?? ''),
      cells: drawn.flatMap(({ row, from }) =>
        Array.from({ length: columns }, (_, i) => (from + i < count ? row * count + from + i : free)),
      ),
    },
  );
};
