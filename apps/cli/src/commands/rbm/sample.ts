import { float32Entry, InterpError, random, type Progress } from '@interp/core';
import { gibbs, logDensity, type GibbsSamples, type Rbm } from '@interp/rbm';
import * as tf from '@tensorflow/tfjs-core';
import { startBackendOf } from '../../shell/backend.js';
import type { RbmSampleOptions } from './command.js';
import { Interrupted, UsageError } from '../../shell/failure.js';
import { readInputs } from '../../inputs/read-inputs.js';
import type { Job } from '../../shell/job.js';
import { withRbm } from '../../models/rbm.js';
import type { Outcome } from '../../shell/result.js';
import { samplesPicture } from './samples-picture.js';
import { duration, table } from '../../shell/text.js';

interface Starts {
  readonly names: readonly string[];
  /** From -1 to 1. */
  readonly pixels: Float32Array;
}

const fromNoise = (size: number, { count = 10, seed }: RbmSampleOptions): Starts => ({
  names: Array.from({ length: count }, (_, i) => `random ${i}`),
  pixels: random(seed).uniforms(count * size, -1, 1),
});

const samples = Array.from({ length: 10 }, (_, digit) => `sample:${digit}`);

const startsOf = async (machine: Rbm, job: Job<RbmSampleOptions>): Promise<Starts> => {
  const { init = samples, count } = job.options;
  if (init.includes('random')) {
    if (init.length > 1) throw new UsageError('--init is random and more; expected random alone, or INPUTs');
    return fromNoise(machine.visible, job.options);
  }
  const images = await readInputs(init, machine.inputShape, job);
  const n = count ?? images.size;
  const pixels = new Float32Array(n * machine.visible);
  for (let i = 0; i < n; i++) pixels.set(images.pixels(i % images.size, (i % images.size) + 1), i * machine.visible);
  return { names: Array.from({ length: n }, (_, i) => images.name(i % images.size)), pixels };
};

/** Images from -1 to 1 as the visible units have them: binary ones are 1 above mid-grey. */
const asVisible = (machine: Rbm, pixels: Float32Array): Float32Array =>
  machine.variant.continuous ? pixels : pixels.map((value) => Number(value > 0));

/** Means of visible units as images from -1 to 1. */
const asImages = (machine: Rbm, means: Float32Array): Float32Array =>
  means.map((value) => Math.min(1, Math.max(-1, machine.variant.continuous ? value : 2 * value - 1)));

const run = async (machine: Rbm, start: tf.Tensor, job: Job<RbmSampleOptions>): Promise<GibbsSamples> => {
  const { steps, seed } = job.options;
  if (job.signal.aborted) throw new Interrupted('interrupted before the first step');
  const view = job.progress('Gibbs steps', steps);
  const onStep = ({ step }: Progress<number>): void => view.update(step);
  return gibbs(machine, start, { steps, seed, onStep, signal: job.signal }).finally(() => view.stop());
};

const sampleBy = async (machine: Rbm, job: Job<RbmSampleOptions>): Promise<Outcome> => {
  const begun = performance.now();
  const { inputShape, hidden: units, variant } = machine;
  const { names, pixels } = await startsOf(machine, job);
  const n = names.length;
  const shape = [n, ...inputShape];
  const start = tf.tensor(asVisible(machine, pixels), shape);
  const chains = await run(machine, start, job).catch((error: unknown) => {
    start.dispose();
    throw error;
  });
  const read = (tensor: tf.Tensor): Float32Array => Float32Array.from(tensor.dataSync<'float32'>());
  const logs = (v: tf.Tensor): Float32Array => tf.tidy(() => read(logDensity(machine, v)));
  const [before, after] = [logs(start), logs(chains.visible)];
  const [visible, means, hidden] = [chains.visible, chains.means, chains.hidden].map(read);
  tf.dispose([start, chains.visible, chains.means, chains.hidden]);
  if (chains.steps < job.options.steps) job.note(`interrupted: ${chains.steps} of ${job.options.steps} steps are done`);
  if (![...visible, ...means].every(Number.isFinite))
    throw new InterpError('not-finite', 'a sample is not finite; expected finite numbers; the RBM is of no use');
  const images = asImages(machine, means);
  const rows = names.map((input, i) => ({
    input,
    before: { logDensity: before[i] },
    after: { logDensity: after[i] },
    active: hidden.subarray(i * units, (i + 1) * units).reduce((sum, state) => sum + state, 0) / units,
  }));
  const seconds = (performance.now() - begun) / 1000;
  return {
    json: {
      model: job.options.model,
      variant: variant.name,
      hidden: units,
      steps: chains.steps,
      samples: rows,
      seconds,
    },
    text: [
      table([
        ['start', 'log p* there', `after ${chains.steps}`, 'hidden units on'],
        ...rows.map((row) => [
          row.input,
          row.before.logDensity.toFixed(1),
          row.after.logDensity.toFixed(1),
          `${(100 * row.active).toFixed(0)} %`,
        ]),
      ]),
      `${n} ${n === 1 ? 'chain' : 'chains'} in ${duration(seconds)}`,
    ].join('\n'),
    tensors: [
      ['samples', float32Entry(shape, images)],
      ['visible', float32Entry(shape, visible)],
      ['hidden', float32Entry([n, units], hidden)],
      ['starts', float32Entry(shape, asImages(machine, asVisible(machine, pixels)))],
    ],
    ...(inputShape.length === 3 && {
      picture: (say) =>
        samplesPicture({ starts: pixels, samples: images, shape: inputShape, steps: chains.steps }, job, say),
    }),
  };
};

/** Samples an RBM from images or noise: Figure 2.2. */
export const rbmSample = async (job: Job<RbmSampleOptions>): Promise<Outcome> => {
  await startBackendOf(job);
  return withRbm(job.options.model, (machine) => sampleBy(machine, job));
};
