import { checkFields, number, optionsTable } from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import { imageGrid } from './image-grid.js';
import { gridRules, type GridOptions } from './options.js';

/** Samples of a generator at several steps of its training, from the same latent codes: `SnapshotSeries` of `@interp/gan` is one. */
export interface SnapshotImages {
  /** The steps. */
  readonly steps: readonly number[];
  /** Samples at each step. */
  readonly count: number;
  /** Shape of an image, without the batch. */
  readonly imageShape: readonly number[];
  /** `[steps, count, ...imageShape]` in row-major order, from -1 to 1. */
  readonly images: Float32Array;
}

const snapshotGridOptions = optionsTable<GridOptions>()({ ...gridRules, gap: { ...gridRules.gap, default: 2 } });

/**
 * Draws how samples of a generator became what they are: a row for each step, a column for each latent code.
 *
 * @param series - steps and samples
 * @param options - title, scale, gaps
 * @returns an SVG document; `svgToPng` of `@interp/viz/node` makes a PNG of it
 * @throws InterpError as `imageGrid`
 *
 * Thesis: Figure 2.3.
 *
 * @example
 * ```ts
 * import { snapshotGrid } from '@interp/viz';
 *
 * const images = Float32Array.from({ length: 2 * 3 * 16 }, (_, i) => Math.sin(i));
 * const svg = snapshotGrid({ steps: [0, 100], count: 3, imageShape: [4, 4, 1], images });
 * console.log(svg.includes('step 100')); // true
 * ```
 */
export const snapshotGrid = (series: SnapshotImages, options: GridOptions = {}): string => {
  checkFields('the snapshots', series, { steps: 'list', imageShape: 'list', images: 'list' });
  const { steps, count, imageShape, images } = series;
  const batch = { data: images, shape: [steps.length * count, ...imageShape] };
  const rowTitles = steps.map((step) => `step ${step}`);
  return imageGrid(batch, { ...snapshotGridOptions.withDefaults(options), columns: count, rowTitles });
};

/** Options of {@link snapshotFrames}. */
export interface SnapshotFramesOptions extends Omit<GridOptions, 'title'> {
  /** Samples in a row. Default 5, or all where there are fewer. */
  readonly columns?: number;
}

const snapshotFramesOptions = optionsTable<SnapshotFramesOptions>()({
  scale: gridRules.scale,
  compact: gridRules.compact,
  gap: { ...gridRules.gap, default: 4 },
  columns: number({ min: 1, integer: true, default: 5 }),
});

/**
 * Draws the same as the pictures of an animation: all samples at one step, for each step, with the step above.
 *
 * @param series - steps and samples
 * @param options - samples in a row, scale, gaps
 * @returns an SVG document for each step, all of one size; `animatedGif` of `@interp/images/node` makes an animation of their PNGs
 * @throws InterpError as `imageGrid`
 *
 * Thesis: Figure 2.3.
 *
 * @example
 * ```ts
 * import { snapshotFrames } from '@interp/viz';
 *
 * const images = Float32Array.from({ length: 2 * 3 * 16 }, (_, i) => Math.sin(i));
 * const frames = snapshotFrames({ steps: [0, 100], count: 3, imageShape: [4, 4, 1], images });
 * console.log(frames.length, frames[1].includes('after 100 steps')); // 2 true
 * ```
 */
export const snapshotFrames = (series: SnapshotImages, options: SnapshotFramesOptions = {}): readonly string[] => {
  checkFields('the snapshots', series, { steps: 'list', imageShape: 'list', images: 'list' });
  const { steps, count, imageShape, images } = series;
  const { columns, ...settings } = snapshotFramesOptions.withDefaults(options);
  const size = count * sizeOfShape(imageShape);
  return steps.map((step, i) =>
    imageGrid(
      { data: images.subarray(i * size, (i + 1) * size), shape: [count, ...imageShape] },
      { ...settings, columns: Math.min(columns, count), title: `after ${step} steps` },
    ),
  );
};
