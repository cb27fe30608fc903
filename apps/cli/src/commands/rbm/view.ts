import { sizeOfShape } from '@interp/core/internal';
import type { Job } from '../../shell/job.js';
import { duration, table } from '../../shell/text.js';

/** A chain of Gibbs steps. */
interface SampleRow {
  readonly input: string;
  readonly before: { readonly logDensity: number };
  readonly after: { readonly logDensity: number };
  readonly active: number;
}

/** Chains as a table. */
export const samplesText = (rows: readonly SampleRow[], steps: number, seconds: number): string =>
  [
    table([
      ['start', 'log p* there', `after ${steps}`, 'hidden units on'],
      ...rows.map(({ input, before, after, active }) => [
        input,
        before.logDensity.toFixed(1),
        after.logDensity.toFixed(1),
        `${(100 * active).toFixed(0)} %`,
      ]),
    ]),
    `${rows.length} ${rows.length === 1 ? 'chain' : 'chains'} in ${duration(seconds)}`,
  ].join('\n');

/** What is drawn: starts and what came of them. */
export interface RbmSamples {
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

/** Rows of starts, each with the row of their samples below it. */
export const samplesPicture = async ({ starts, samples, shape, steps }: RbmSamples, job: Job): Promise<string> => {
  const { imageGrid } = await import('@interp/viz');
  const size = sizeOfShape(shape);
  const count = job.drawn(starts.length / size);
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
    row % 2 === 0 ? 'start' : `after ${steps} step${plural}`,
  );
  return imageGrid({ data, shape: [cells, ...shape] }, { columns, rowTitles });
};
