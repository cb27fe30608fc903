import { random } from '@interp/core';
import { float32Entry } from '@interp/files';
import { sampleImages, type Rbm } from '@interp/rbm';
import { openRbm } from '@interp/open';
import { duration } from '@interp/report';
import { withOpened } from '../../../models/open.js';
import { Interrupted, UsageError } from '../../../shell/failure.js';
import type { Job, Result } from '../../../shell/job.js';
import { withProgress } from '../../../shell/terminal/progress.js';
import { table } from '../../../shell/terminal/table.js';
import type { RbmSampleOptions } from './options.js';

/** A chain of Gibbs steps. */
interface SampleRow {
  readonly input: string;
  readonly before: { readonly logDensity: number };
  readonly after: { readonly logDensity: number };
  readonly active: number;
}

/** Chains as a table. */
const samplesText = (rows: readonly SampleRow[], steps: number, seconds: number): string =>
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

interface Starts {
  readonly names: readonly string[];
  /** From -1 to 1. */
  readonly pixels: Float32Array;
}

const samples = Array.from({ length: 10 }, (_, digit) => `sample:${digit}`);

const startsOf = async (rbm: Rbm, options: RbmSampleOptions, job: Job): Promise<Starts> => {
  const { init = samples, count, seed } = options;
  if (init.includes('random')) {
    if (init.length > 1) throw new UsageError('--init is random and more; expected random alone, or INPUTs');
    const names = Array.from({ length: count ?? 10 }, (_, i) => `random ${i}`);
    return { names, pixels: random(seed).uniforms(names.length * rbm.visible, -1, 1) };
  }
  const { inputShape } = rbm;
  const images = await job.readInputs(init, { inputShape }, options);
  const n = count ?? images.size;
  const pixels = new Float32Array(n * rbm.visible);
  for (let i = 0; i < n; i++) pixels.set(images.pixels(i % images.size, (i % images.size) + 1), i * rbm.visible);
  return { names: Array.from({ length: n }, (_, i) => images.name(i % images.size)), pixels };
};

const sampleBy = async (rbm: Rbm, options: RbmSampleOptions, job: Job): Promise<Result> => {
  const begun = performance.now();
  const { model, seed, steps: wanted } = options;
  const { inputShape, hidden: units, variant } = rbm;
  const { names, pixels } = await startsOf(rbm, options, job);
  const n = names.length;
  if (job.signal.aborted) throw new Interrupted('interrupted before the first step');
  const { signal } = job;
  const { steps, starts, images, visible, hidden, chains } = await withProgress(job, 'Gibbs steps', wanted, (update) =>
    sampleImages(rbm, pixels, { steps: wanted, seed, signal, onStep: ({ step }) => update(step) }),
  );
  if (steps < wanted) job.note(`interrupted: ${steps} of ${wanted} steps are done`);
  const rows = chains.map(({ before, after, active }, i) => ({
    input: names[i],
    before: { logDensity: before },
    after: { logDensity: after },
    active,
  }));
  const seconds = (performance.now() - begun) / 1000;
  const entryOf = (values: Float32Array) => float32Entry([n, ...inputShape], values);
  const picture = async (): Promise<string> => {
    const { imageRows } = await import('@interp/viz');
    const shape = [job.drawn(n), ...inputShape];
    const drawn = (values: Float32Array) => ({ data: values.subarray(0, shape[0] * rbm.visible), shape });
    return imageRows([
      { images: drawn(pixels), title: 'start' },
      { images: drawn(images), title: `after ${steps} step${steps === 1 ? '' : 's'}` },
    ]);
  };
  return {
    json: { model, variant: variant.name, hidden: units, steps, samples: rows, seconds },
    text: samplesText(rows, steps, seconds),
    inputs: names,
    tensors: [
      ['samples', entryOf(images)],
      ['visible', entryOf(visible)],
      ['hidden', float32Entry([n, units], hidden)],
      ['starts', entryOf(starts)],
    ],
    picture: inputShape.length === 3 ? picture : undefined,
  };
};

/** Samples an RBM from images or noise: Figure 2.2. */
export const run = async (options: RbmSampleOptions, job: Job): Promise<Result> => {
  await job.startBackend();
  return withOpened(openRbm(options.model, { signal: job.signal }), (rbm) => sampleBy(rbm, options, job));
};
