import { InterpError, random } from '@interp/core';
import { float32Entry } from '@interp/files';
import { gibbs, logDensity, pixelsOfMeans, visibleOfPixels, type Rbm } from '@interp/rbm';
import * as tf from '@tensorflow/tfjs-core';
import { withRbm } from '../../models/rbm.js';
import { Interrupted, UsageError } from '../../shell/failure.js';
import type { Job, Result } from '../../shell/job.js';
import type { RbmSampleOptions } from './options.js';
import { samplesPicture, samplesText } from './view.js';

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

/** Gibbs chains, read from their tensors, with the log-densities before and after. */
const sampleFrom = async (rbm: Rbm, start: tf.Tensor, { steps, seed }: RbmSampleOptions, job: Job) => {
  if (job.signal.aborted) throw new Interrupted('interrupted before the first step');
  const view = job.progress('Gibbs steps', steps);
  const onStep = ({ step }: { readonly step: number }): void => view.update(step);
  const chains = await gibbs(rbm, start, { steps, seed, onStep, signal: job.signal }).finally(() => view.stop());
  const { visible, means, hidden } = chains;
  const read = (tensor: tf.Tensor): Float32Array => Float32Array.from(tensor.dataSync<'float32'>());
  const logs = (v: tf.Tensor): Float32Array => tf.tidy(() => read(logDensity(rbm, v)));
  const found = { steps: chains.steps, before: logs(start), after: logs(visible) };
  const values = { visible: read(visible), means: read(means), hidden: read(hidden) };
  tf.dispose([visible, means, hidden]);
  return { ...found, ...values };
};

const sampleBy = async (rbm: Rbm, options: RbmSampleOptions, job: Job): Promise<Result> => {
  const begun = performance.now();
  const { inputShape, hidden: units, variant } = rbm;
  const { names, pixels } = await startsOf(rbm, options, job);
  const n = names.length;
  const shape = [n, ...inputShape];
  const start = tf.tensor(visibleOfPixels(rbm, pixels), shape);
  const found = await sampleFrom(rbm, start, options, job).finally(() => start.dispose());
  const { steps, visible, means, hidden } = found;
  if (steps < options.steps) job.note(`interrupted: ${steps} of ${options.steps} steps are done`);
  if (![...visible, ...means].every(Number.isFinite))
    throw new InterpError('not-finite', 'a sample is not finite; expected finite numbers; the RBM is of no use');
  const images = pixelsOfMeans(rbm, means);
  const rows = names.map((input, i) => ({
    input,
    before: { logDensity: found.before[i] },
    after: { logDensity: found.after[i] },
    active: hidden.subarray(i * units, (i + 1) * units).reduce((sum, state) => sum + state, 0) / units,
  }));
  const seconds = (performance.now() - begun) / 1000;
  return {
    json: { model: options.model, variant: variant.name, hidden: units, steps, samples: rows, seconds },
    text: samplesText(rows, steps, seconds),
    inputs: names,
    tensors: [
      ['samples', float32Entry(shape, images)],
      ['visible', float32Entry(shape, visible)],
      ['hidden', float32Entry([n, units], hidden)],
      ['starts', float32Entry(shape, pixelsOfMeans(rbm, visibleOfPixels(rbm, pixels)))],
    ],
    picture: inputShape.length === 3 ? () => samplesPicture(pixels, images, inputShape, steps, job) : undefined,
  };
};

/** Samples an RBM from images or noise: Figure 2.2. */
export const sampleRbm = async (options: RbmSampleOptions, job: Job): Promise<Result> => {
  await job.startBackend();
  return withRbm(options.model, (rbm) => sampleBy(rbm, options, job));
};
