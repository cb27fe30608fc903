import type { CommonOptions } from '../../shell/common-options.js';
import type { Job } from '../../shell/job.js';
import type { Say } from '../../shell/language.js';
import { drawn } from '../../shell/pictures.js';

/** What is drawn: starts and what came of them. */
export interface SamplesDrawn {
  /** The starts, one after the other, from -1 to 1. */
  readonly starts: Float32Array;
  /** As many images from -1 to 1. */
  readonly samples: Float32Array;
  /** Height, width and channels. */
  readonly shape: readonly number[];
  /** Gibbs steps between both. */
  readonly steps: number;
}

const inRow = 10;

/**
 * Draws rows of starts, each with the row of their samples below it.
 *
 * @param drawing - the images
 * @param job - the command at work
 * @param say - in which language
 * @returns an SVG document
 */
export const samplesPicture = async (
  { starts, samples, shape, steps }: SamplesDrawn,
  job: Job<CommonOptions>,
  say: Say,
): Promise<string> => {
  const { imageGrid } = await import('@interp/viz');
  const size = shape.reduce((product, n) => product * n, 1);
  const count = drawn(starts.length / size, job);
  const columns = Math.min(inRow, count);
  const rows = Math.ceil(count / columns);
  const cells = 2 * rows * columns;
  const data = new Float32Array(cells * size).fill(-1);
  for (let i = 0; i < count; i++) {
    const cell = 2 * columns * Math.floor(i / columns) + (i % columns);
    data.set(starts.subarray(i * size, (i + 1) * size), cell * size);
    data.set(samples.subarray(i * size, (i + 1) * size), (cell + columns) * size);
  }
  const plural = steps === 1 ? '' : 's';
  const rowTitles = Array.from({ length: 2 * rows }, (_, row) =>
    row % 2 === 0 ? say('start', 'inicio') : say(`after ${steps} step${plural}`, `tras ${steps} paso${plural}`),
  );
  return imageGrid({ data, shape: [cells, ...shape] }, { columns, rowTitles });
};
