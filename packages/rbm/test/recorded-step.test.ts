import { startBackend } from '@interp/backend';
import { random, type LabelledImages } from '@interp/core';
import { countingAllocations } from '@interp/testing/allocations';
import { refused } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import {
  binary,
  cho,
  contrastiveDivergence,
  initialRbm,
  linearRate,
  parallelTempering,
  persistentDivergence,
  trainRbm,
  trainRbmSteps,
  type TrainRbmOptions,
  type Variant,
} from '../src/index.js';

interface Backend {
  recordKernels?: unknown;
}

const backend = (): Backend => tf.backend() as unknown as Backend;

beforeAll(async () => {
  await startBackend('wasm', { threads: 1 });
});

/** Images of 45 pixels, most of them the background, in which one image has a value of its own choice. */
const images = (low: number, { size = 150, strange = 0 } = {}): LabelledImages => {
  const stream = random(3);
  const rows = Array.from({ length: size }, () =>
    Array.from({ length: 45 }, () => (stream.uniform() < 0.7 ? low : Math.round(stream.uniform()))),
  );
  if (strange !== 0) rows[size - 1][7] = strange;
  return {
    size,
    inputShape: [45],
    labels: new Uint8Array(size),
    images: (indices) => tf.tensor2d(Array.from(indices, (index) => rows[index])),
  };
};

/** The bits that a training ends with, and how often it recorded a step. */
const bitsOf = async (
  variant: Variant,
  options: TrainRbmOptions,
  records: boolean,
): Promise<{ readonly bits: readonly number[]; readonly recorded: number }> => {
  const usual = backend().recordKernels as (...given: unknown[]) => unknown;
  let recorded = 0;
  backend().recordKernels = records
    ? (...given: unknown[]) => {
        const recording = usual(...given);
        if (recording) recorded++;
        return recording;
      }
    : undefined;
  const data = images(variant.continuous ? -1 : 0);
  const start = await initialRbm(data, { hidden: 7, seed: 2, variant, ...(variant.continuous && { perPixel: true }) });
  try {
    const { rbm } = await trainRbm(start, data, { batch: 20, epochs: 3, seed: 4, ...options });
    const bits = Object.values(rbm.parameters).flatMap((values: Float32Array) => [...new Uint32Array(values.buffer)]);
    rbm.dispose();
    return { bits, recorded };
  } finally {
    backend().recordKernels = usual;
    start.dispose();
  }
};

const trainings: readonly (readonly [string, Variant, TrainRbmOptions])[] = [
  ['CD-1 of Gaussian units', cho, {}],
  ['CD-3 of binary units, with momentum, decay and a rate that falls', binary, {
    trainer: contrastiveDivergence({ k: 3 }),
    momentum: 0.5,
    weightDecay: 0.01,
    schedule: linearRate(),
  }],
  ['PCD, clipped', cho, { trainer: persistentDivergence({ k: 2, chains: 9 }), clip: { weights: 0.5, visibleBias: 0.1 } }],
]; // prettier-ignore

it.each(trainings)('a recorded step gives the bits of one that is not: %s', async (_, variant, options) => {
  const [played, plain] = [await bitsOf(variant, options, true), await bitsOf(variant, options, false)];
  expect(played.recorded).toBe(1);
  expect(plain.recorded).toBe(0);
  expect(played.bits.findIndex((bits, i) => bits !== plain.bits[i])).toBe(-1);
});

it('records nothing of a trainer that decides by what it sees', async () => {
  const { recorded } = await bitsOf(cho, { trainer: parallelTempering({ chains: 4, temperatures: 3 }) }, true);
  expect(recorded).toBe(0);
});

it('says what is wrong in the middle of a training, as a step that is not recorded does', async () => {
  const data = images(-1, { strange: 3 });
  const start = await initialRbm(images(-1), { hidden: 7, seed: 2, variant: cho });
  try {
    const options = { batch: 10, seed: 3, epochs: 3 };
    expect(await refused(() => trainRbm(start, data, options))).toMatchObject({
      code: 'bad-value',
      message: expect.stringContaining('a pixel of the images is 3') as string,
    });
    const late = { name: 'late', settings: {}, factor: (done: number) => (done < 0.8 ? 1 : 1e40) };
    expect(await refused(() => trainRbm(start, images(-1), { ...options, schedule: late }))).toMatchObject({
      code: 'not-finite',
      message: expect.stringMatching(/is not finite after step [1-9]/) as string,
    });
  } finally {
    start.dispose();
  }
});

it('allocates nothing but the batch, step for step, once it is recorded', async () => {
  const data = images(-1, { size: 2000 });
  const start = await initialRbm(data, { hidden: 7, seed: 2, variant: cho });
  const steps = trainRbmSteps(start, data, { batch: 20, epochs: 1, seed: 4 });
  await countingAllocations(async (allocated) => {
    for (let step = 0; step < 10; step++) await steps.next(false);
    const tensors = tf.memory().numTensors;
    allocated();
    for (let step = 0; step < 20; step++) await steps.next(false);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(allocated()).toBe(20);
  }).finally(async () => {
    await steps.return(undefined as never);
    start.dispose();
  });
});
