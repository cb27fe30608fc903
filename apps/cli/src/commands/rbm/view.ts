import type { LogDensityLevels, RbmEvaluation } from '@interp/rbm';
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

const inRow = 10;

/**
 * Rows of starts, each with the row of their samples below it.
 *
 * @param starts - one after the other, from -1 to 1
 * @param samples - as many
 * @param shape - of one of them
 * @param steps - Gibbs steps between both
 * @param job - says how many are drawn
 */
export const samplesPicture = async (
  starts: Float32Array,
  samples: Float32Array,
  shape: readonly number[],
  steps: number,
  job: Job,
): Promise<string> => {
  const { imageGrid } = await import('@interp/viz');
  const size = sizeOfShape(shape);
  const count = job.drawn(starts.length / size);
  const columns = Math.min(inRow, count);
  const pairs = Math.ceil(count / columns);
  // Starts, samples, and a black image for places of the last row that stay free.
  const data = new Float32Array((2 * count + 1) * size).fill(-1);
  data.set(starts.subarray(0, count * size));
  data.set(samples.subarray(0, count * size), count * size);
  const cells = Array.from({ length: 2 * pairs * columns }, (_, cell) => {
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    const index = Math.floor(row / 2) * columns + column;
    return index < count ? index + (row % 2) * count : 2 * count;
  });
  const rowTitles = Array.from({ length: 2 * pairs }, (_, row) =>
    row % 2 === 0 ? 'start' : `after ${steps} step${steps === 1 ? '' : 's'}`,
  );
  return imageGrid({ data, shape: [2 * count + 1, ...shape] }, { cells, columns, rowTitles });
};

const levelCells = ({ images, black, grey, white }: LogDensityLevels): readonly string[] =>
  [images, black, grey, white].map((value) => value.toFixed(1));

/** Log-densities and log-likelihoods as a table. */
export const levelsText = ({ logDensity, logLikelihood, baselines }: RbmEvaluation): string =>
  table([
    ['', 'digits', 'black', 'grey', 'white'],
    ['log p*', ...levelCells(logDensity)],
    ['log p', ...levelCells(logLikelihood!)],
    ...baselines.map((baseline) => [baseline.name, ...levelCells(baseline.logLikelihood)]),
  ]);
