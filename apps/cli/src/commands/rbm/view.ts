import type { Rbm } from '@interp/rbm';
import type { Job } from '../../shell/job.js';
import { duration, table } from '../../shell/text.js';

/** Log-densities in nats: of the digits on average, and of images of one grey value. */
export interface Levels {
  /** The mean over the digits. */
  readonly digits: number;
  /** Of the black image. */
  readonly black: number;
  /** Of the grey image. */
  readonly grey: number;
  /** Of the white image. */
  readonly white: number;
}

/** An evaluation, as far as its table has it. */
interface Evaluated {
  readonly rbm: Pick<Rbm, 'variant' | 'visible' | 'hidden'>;
  readonly digits: string;
  readonly partition: {
    readonly logZ: number;
    readonly logZLow: number;
    readonly logZHigh: number;
    readonly how: string;
  };
  readonly warning: string | undefined;
  readonly logDensity: Levels;
  readonly logLikelihood: Levels;
  readonly baselines: readonly { readonly name: string; readonly logLikelihood: Levels }[];
  readonly claim: { readonly verdict: string };
  readonly seconds: number;
}

const cells = ({ digits, black, grey, white }: Levels): readonly string[] =>
  [digits, black, grey, white].map((value) => value.toFixed(1));

/** An evaluation as a table. */
export const evaluationText = (found: Evaluated): string => {
  const { rbm, digits, partition, warning, logDensity, logLikelihood, baselines, claim, seconds } = found;
  const { logZ, logZLow, logZHigh, how } = partition;
  const range = logZLow === logZHigh ? '' : `, ${logZLow.toFixed(2)} to ${logZHigh.toFixed(2)}`;
  return [
    `${rbm.variant.name}, ${rbm.visible} visible and ${rbm.hidden} hidden units; ${digits}, nats an image`,
    `log Z ${logZ.toFixed(3)} (${how}${range})`,
    ...(warning === undefined ? [] : [`warning: ${warning}`]),
    table([
      ['', 'digits', 'black', 'grey', 'white'],
      ['log p*', ...cells(logDensity)],
      ['log p', ...cells(logLikelihood)],
      ...baselines.map((baseline) => [baseline.name, ...cells(baseline.logLikelihood)]),
    ]),
    claim.verdict,
    `in ${duration(seconds)}`,
  ].join('\n');
};

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

/** Rows of starts, each with the row of their samples below it. */
export const samplesPicture = async ({ starts, samples, shape, steps }: SamplesDrawn, job: Job): Promise<string> => {
  const { imageGrid } = await import('@interp/viz');
  const size = shape.reduce((product, n) => product * n, 1);
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
