import { startBackend } from '@interp/backend';
import { networkOf } from '@interp/core';
import { countingAllocations } from '@interp/testing/allocations';
import { interruptAt } from '@interp/testing/interruption';
import { failure } from '@interp/testing/refusal';
import { sgd } from '@interp/training';
import * as tf from '@tensorflow/tfjs-core';
import {
  crossEntropy,
  lenet,
  meanSquaredError,
  train,
  trainSteps,
  type Loss,
  type TrainOptions,
} from '../src/index.js';
import { paired, stepping } from './stepping.js';
import { digestOf, toyImages, toyModel, toyTraining } from './toy.js';

/** What `@interp/backend` puts into the wasm backend. */
interface Backend {
  recordKernels?: unknown;
  handOver?: unknown;
  numDataIds(): number;
}

const backend = (): Backend => tf.backend();
const data = toyImages(100);

beforeAll(async () => {
  await startBackend('wasm', { threads: 2 });
});

/** Does work as on a backend that neither records nor changes weights in place. */
const unrecorded = async <T>(work: () => Promise<T>): Promise<T> => {
  const { recordKernels, handOver } = backend();
  delete backend().recordKernels;
  delete backend().handOver;
  try {
    return await work();
  } finally {
    Object.assign(backend(), { recordKernels, handOver });
  }
};

/** Does work, and counts the recordings that it makes. */
const counted = async <T>(work: () => Promise<T>): Promise<readonly [found: T, recordings: number]> => {
  const usual = backend().recordKernels as (...given: unknown[]) => unknown;
  let recordings = 0;
  backend().recordKernels = (...given: unknown[]) => {
    const made = usual(...given);
    if (made) recordings++;
    return made;
  };
  try {
    return [await work(), recordings];
  } finally {
    backend().recordKernels = usual;
  }
};

/** What a training of the small network leaves, up to some step if one is given. */
const trained = async (options: TrainOptions, until = Infinity) => {
  const model = toyModel('logits');
  const interruption = interruptAt(until);
  try {
    const { history } = await train(model, data, { ...toyTraining, epochs: 3, ...options, ...interruption.options });
    return { digest: digestOf(model), losses: history.map(({ loss }) => loss), checkpoint: interruption.checkpoint() };
  } finally {
    model.dispose();
  }
};

/** A loss that does what no recording can. */
const own: Loss = {
  name: 'own',
  of: (logits, wanted) => {
    const { value, gradient } = crossEntropy.of(logits, wanted);
    return { value, gradient: tf.mul(gradient, logits.dataSync()[0] > 0 ? 1 : 0.5) };
  },
};

const ways: readonly (readonly [string, TrainOptions, recordings: number])[] = [
  ['the defaults, with a smaller batch at the end of an epoch', {}, 1],
  ['batches that are all the same size', { batch: 20 }, 1],
  ['the mean squared error', { loss: meanSquaredError }, 1],
  ['a loss of somebody else', { loss: own }, 1],
  ['weights that decay', { weightDecay: 0.1 }, 1],
  ['momentum', { optimizer: sgd({ momentum: 0.9 }) }, 1],
  ['validation between epochs', { validation: 0.2, earlyStop: { patience: 1 }, epochs: 6 }, 1],
  ['adversarial examples', { adversarial: stepping }, 1],
  ['adversarial examples with a loss of both', { adversarial: paired }, 1],
];

test.each(ways)('recorded steps give the bits of walked ones: %s', async (_, options, least) => {
  const [played, recordings] = await counted(() => trained(options));
  const walked = await unrecorded(() => trained(options));
  expect(played.digest).toBe(walked.digest);
  expect(played.losses).toEqual(walked.losses);
  expect(recordings).toBeGreaterThanOrEqual(least);
});

test('the LeNet is recorded once, and frees what it took', async () => {
  const before = [tf.memory().numTensors, tf.memory().numDataBuffers];
  const stored = backend().numDataIds();
  const images = toyImages(1);
  const digits = { ...images, size: 24, inputShape: [28, 28, 1] as const, labels: new Uint8Array(24) };
  const set = { ...digits, images: (indices: ArrayLike<number>) => tf.fill([indices.length, 28, 28, 1], 0.5) };
  const work = async (): Promise<string> => {
    const model = lenet({ seed: 3 });
    await train(model, set, { epochs: 3, batch: 4, seed: 1 });
    const digest = digestOf(model);
    model.dispose();
    return digest;
  };
  const [found, recordings] = await counted(work);
  expect(recordings).toBe(1);
  expect([tf.memory().numTensors, tf.memory().numDataBuffers]).toEqual(before);
  expect(backend().numDataIds()).toBe(stored);
  expect(await unrecorded(work)).toBe(found);
});

test('over a thousand steps memory is flat: a step allocates its batch and what is read of it', async () => {
  const model = toyModel();
  const steps = trainSteps(model, toyImages(96), { batch: 8, epochs: 100, seed: 2 });
  await countingAllocations(async (allocated) => {
    for (let step = 0; step < 24; step++) await steps.next(false);
    const before = tf.memory();
    const stored = backend().numDataIds();
    allocated();
    for (let step = 0; step < 996; step++) await steps.next(false);
    expect(allocated() / 996).toBeLessThanOrEqual(4);
    expect(tf.memory()).toEqual(before);
    expect(backend().numDataIds()).toBe(stored);
  }).finally(async () => {
    await steps.return(undefined as never);
    model.dispose();
  });
});

/** What steps leave between which somebody looks at weights, keeps and changes them. */
const meddled = async (between?: () => Promise<unknown>): Promise<readonly string[]> => {
  const model = toyModel();
  const steps = trainSteps(model, data, { batch: 10, epochs: 6, seed: 2 });
  const kept: tf.Tensor[] = [];
  const found: string[] = [];
  const hash = (x: tf.Tensor): string => [...new Uint32Array(Float32Array.from(x.dataSync()).buffer)].join();
  for (let i = 0; i < 40; i++) {
    await steps.next(false);
    const [kernel] = model.weights;
    if (i === 12) tf.tidy(() => void kernel.write(tf.mul(kernel.read(), 0.5)));
    if (i === 20) kept.push(...model.weights.map((weight) => weight.read().clone()));
    if (i === 30) found.push(...kept.map(hash));
    if (i % 5 === 0) tf.tidy(() => void found.push(hash(networkOf(model).scores(data.images([1, 2])))));
    if (i === 33) await between?.();
  }
  await steps.return(undefined as never);
  tf.dispose(kept);
  found.push(digestOf(model));
  model.dispose();
  return found;
};

test('weights that others write between steps, read or have copied are trained from there, also once the backend was chosen again', async () => {
  const found = await meddled(() => tf.setBackend('wasm'));
  expect(found).toEqual(await unrecorded(() => meddled()));
});

test('what is resumed after recorded steps ends with the bits of what was not', async () => {
  const whole = await trained({ schedule: { name: 'falling', settings: {}, factor: (done) => 1 - done } });
  const options = { schedule: { name: 'falling', settings: {}, factor: (done: number) => 1 - done } };
  const { checkpoint } = await trained(options, 23);
  expect((await trained({ ...options, resume: checkpoint })).digest).toBe(whole.digest);
});

test('an error in the middle of a recorded step leaves nothing', async () => {
  const [tensors, stored] = [tf.memory().numTensors, backend().numDataIds()];
  let steps = 0;
  const failing: Loss = {
    name: 'failing',
    of: (logits, wanted) => {
      if (++steps === 20) throw new Error('enough');
      return crossEntropy.of(logits, wanted);
    },
  };
  expect(await failure(() => trained({ loss: failing }))).toMatchObject({ message: 'enough' });
  expect(steps).toBe(20);
  expect(tf.memory().numTensors).toBe(tensors);
  expect(backend().numDataIds()).toBe(stored);
});
