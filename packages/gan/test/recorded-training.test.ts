import { startBackend } from '@interp/backend';
import { countingAllocations } from '@interp/testing/allocations';
import * as tf from '@tensorflow/tfjs-core';
import {
  hinge,
  minimax,
  noPenalty,
  nonSaturating,
  thesisLoss,
  trainGanSteps,
  wganGp,
  type GanLoss,
  type TrainGanOptions,
} from '../src/index.js';
import { run } from './toy-run.js';
import { toyImages, toyPair, weightsOf } from './toy.js';

/** What `@interp/backend` puts into the wasm backend. */
interface Backend {
  recordKernels?: unknown;
  handOver?: unknown;
  numDataIds(): number;
}

const backend = (): Backend => tf.backend();

beforeAll(async () => {
  await startBackend('wasm', { threads: 2 });
});

/** Does work, and counts the recordings that it makes; without any, as on a backend that neither records nor changes weights in place. */
const counted = async <T>(
  records: boolean,
  work: () => Promise<T>,
): Promise<readonly [found: T, recordings: number]> => {
  const { recordKernels, handOver } = backend();
  let recordings = 0;
  const counting = (...given: unknown[]): unknown => {
    const made = (recordKernels as (...given: unknown[]) => unknown)(...given);
    if (made) recordings++;
    return made;
  };
  Object.assign(backend(), records ? { recordKernels: counting } : { recordKernels: undefined, handOver: undefined });
  try {
    return [await work(), recordings];
  } finally {
    Object.assign(backend(), { recordKernels, handOver });
  }
};

/** A loss that looks at what it gets. */
const own: GanLoss = {
  ...nonSaturating(),
  name: 'own',
  fake: (logits) => {
    const { value, gradient } = nonSaturating().fake(logits);
    return { value, gradient: tf.mul(gradient, logits.dataSync()[0] > 0 ? 1 : 0.5) };
  },
};

const ways: readonly (readonly [string, TrainGanOptions, classes: number, recordings: number])[] = [
  ['the defaults', {}, 1, 1],
  ['minimax, smoothed', { loss: minimax({ smoothing: 0.1 }) }, 1, 1],
  ['the loss of the thesis, without an average', { loss: thesisLoss(), penalty: noPenalty, average: 0 }, 1, 1],
  ['WGAN-GP, two steps of the discriminator', { loss: wganGp(), discriminatorSteps: 2, beta1: 0, epochs: 5 }, 1, 1],
  ['hinge, and snapshots', { loss: hinge(), snapshots: { at: [0, 3, 9], count: 2 } }, 1, 1],
  ['a conditional training', {}, 4, 1],
  ['a loss of somebody else', { loss: own }, 1, 0],
];

test.each(ways)('recorded steps give the bits of walked ones: %s', async (_, options, classes, recordings) => {
  const work = () => run({ readEvery: 3, ...options }, Infinity, classes);
  const [played, made] = await counted(true, work);
  const [walked] = await counted(false, work);
  expect(played.weights).toEqual(walked.weights);
  const measures = ({ training }: typeof played) => training.history.map((record) => ({ ...record, seconds: 0 }));
  expect(measures(played)).toEqual(measures(walked));
  expect(played.training.snapshots).toEqual(walked.training.snapshots);
  expect(made).toBe(recordings);
});

/** What steps leave between which somebody keeps weights, changes some and chooses the backend again. */
const meddled = async (): Promise<number[][][]> => {
  const { generatorModel, discriminatorModel, dispose } = toyPair();
  const steps = trainGanSteps(generatorModel, discriminatorModel, toyImages(40), { batch: 8, epochs: 9, seed: 1 });
  const kept: tf.Tensor[] = [];
  for (let i = 0; i < 30; i++) {
    await steps.next(false);
    const [kernel] = discriminatorModel.weights;
    if (i === 8) tf.tidy(() => void kernel.write(tf.mul(kernel.read(), 0.5)));
    if (i === 16) kept.push(...discriminatorModel.weights.map((weight) => weight.read().clone()));
    if (i === 24) await tf.setBackend('wasm');
  }
  await steps.return(undefined as never);
  const found = [weightsOf(generatorModel), weightsOf(discriminatorModel), kept.map((x) => [...x.dataSync()])];
  tf.dispose(kept);
  dispose();
  return found;
};

test('weights that others keep and change between steps are trained from there, also once the backend was chosen again', async () => {
  const [found] = await counted(true, meddled);
  expect(found).toEqual((await counted(false, meddled))[0]);
});

test('over a thousand steps memory is flat: a step allocates its batch, codes and measures; at the end nothing is left', async () => {
  const [tensors, stored] = [tf.memory().numTensors, backend().numDataIds()];
  const { generatorModel, discriminatorModel, dispose } = toyPair();
  const data = toyImages(80);
  const steps = trainGanSteps(generatorModel, discriminatorModel, data, {
    batch: 8,
    epochs: 110,
    seed: 1,
    readEvery: 1,
  });
  await countingAllocations(async (allocated) => {
    for (let step = 0; step < 10; step++) await steps.next(false);
    const before = tf.memory();
    const held = backend().numDataIds();
    allocated();
    for (let step = 0; step < 1000; step++) await steps.next(false);
    expect(allocated() / 1000).toBeLessThanOrEqual(4);
    expect(tf.memory()).toEqual(before);
    expect(backend().numDataIds()).toBe(held);
  }).finally(async () => {
    await steps.return(undefined as never);
    dispose();
  });
  expect([tf.memory().numTensors, backend().numDataIds()]).toEqual([tensors, stored]);
});
