import { list, number, optionsTable } from '@interp/checks';
import { checkPixels, imageRange, type ImageBatch } from '../images/image-batch.js';
import { stretchContrast } from '../images/stretch-contrast.js';
import { imageGrid } from './image-grid.js';
import { checkTexts, gridRules, type GridOptions } from './options.js';

/** Options of {@link contrastTwins}. */
export interface ContrastTwinsOptions extends GridOptions {
  /** Images side by side before rows wrap, where there are more than three. Default 5. */
  readonly columns?: number;
  /** Written under each image, a newline beginning another line; nothing under the twins. Default none. */
  readonly captions?: readonly string[];
  /** What the images and their twins are called. Default `as found` and `stretched`. */
  readonly names?: readonly [images: string, twins: string];
}

const contrastTwinsOptions = optionsTable<ContrastTwinsOptions>()({
  ...gridRules,
  columns: number({ min: 1, integer: true, default: 5 }),
  captions: list<readonly string[]>(),
  names: list<readonly [string, string]>({ length: 2, default: ['as found', 'stretched'] }),
});

/** Of so few images each stands beside its twin, this many to a row; more stand above their twins. */
const pairsInRow: Readonly<Record<number, number>> = { 1: 1, 2: 2, 3: 1 };

/**
 * Draws images with their twins, in which the contrast of each is stretched from black to white: prototypes are often nearly all grey, and their shape
 * is seen in the twin only. Up to three stand each beside its twin; more stand in rows, each row above its twins.
 *
 * @param images - grey or RGB images, `[n, height, width, channels]`
 * @param options - captions, names, columns, scale
 * @returns an SVG document; `svgToPng` of `@interp/viz/node` makes a PNG of it
 * @throws InterpError as {@link imageGrid} does
 *
 * Thesis: Figures 3.1 to 3.6.
 *
 * @example
 * ```ts
 * import { contrastTwins } from '@interp/viz';
 *
 * const faint = { data: Float32Array.of(-0.1, 0, 0.05, 0.1), shape: [1, 2, 2, 1] };
 * console.log(contrastTwins(faint, { captions: ['5: 99.7 %'] }).includes('stretched')); // true
 * ```
 */
export const contrastTwins = (images: ImageBatch, options: ContrastTwinsOptions = {}): string => {
  checkPixels('the images', images);
  const { columns: most, captions, names, ...form } = contrastTwinsOptions.withDefaults(options);
  const [low, high] = imageRange(images);
  const stretched = Array.from(stretchContrast(images).data, (value) => (high - low) * value + low);
  const [count, ...size] = images.shape;
  checkTexts('captions', captions, count);
  const both = {
    range: [low, high] as const,
    data: Float32Array.from([...images.data, ...stretched]),
    shape: [2 * count, ...size],
  };
  const written = captions && [...captions, ...Array.from({ length: count }, () => '')];
  const pairs = pairsInRow[count];
  if (pairs !== undefined)
    return imageGrid(both, {
      ...form,
      captions: written,
      columns: 2 * pairs,
      cells: Array.from({ length: count }, (_, i) => [i, count + i]).flat(),
      columnTitles: Array.from({ length: pairs }, () => names).flat(),
    });
  const columns = Math.min(most, count);
  const rows = Array.from({ length: Math.ceil(count / columns) }, (_, row) => row * columns);
  const cellsFrom = (from: number, first: number): readonly (number | null)[] =>
    Array.from({ length: columns }, (_, i) => (from + i < count ? first + from + i : null));
  return imageGrid(both, {
    ...form,
    captions: written,
    columns,
    cells: rows.flatMap((from) => [...cellsFrom(from, 0), ...cellsFrom(from, count)]),
    rowTitles: rows.flatMap(() => names),
  });
};
