import { startBackend } from '@interp/backend';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {
  decodeSnapshots,
  discriminator,
  encodeSnapshots,
  hinge,
  linearRate,
  minimax,
  noPenalty,
  thesisLoss,
  trainGan,
  wganGp,
  type TrainGanOptions,
} from '../src/index.js';
import { data, run } from './toy-run.js';
import { toyImages, toyPair, toyTraining, weightsOf } from './toy.js';

beforeAll(async () => {
  await startBackend('wasm');
});

const ways: readonly [string, TrainGanOptions][] = [
  ['the defaults', {}],
  ['minimax, smoothed', { loss: minimax({ smoothing: 0.1 }) }],
  ['the loss of the thesis', { loss: thesisLoss(), penalty: noPenalty, average: 0 }],
  ['WGAN-GP, two steps of the discriminator', { loss: wganGp(), discriminatorSteps: 2, beta1: 0 }],
  ['hinge, another rate for the discriminator', { loss: hinge(), discriminatorRate: 0.0004 }],
  ['a rate that falls', { schedule: linearRate({ from: 0.2 }) }],
  ['snapshots', { snapshots: { at: [0, 3, 6], count: 2 } }],
];

describe.each(ways)('with %s', (_, options) => {
  test.each([1, 4, 5, 6])('stopped at step %i and resumed: the same to the bit', async (step) => {
    const before = tf.memory().numTensors;
    const whole = await run(options);
    const part = await run(options, step);
    expect(part.training.ended).toBe(step < whole.training.step ? 'stopped' : 'finished');
    const rest = await run({ ...options, resume: part.checkpoint });
    expect(rest.weights).toEqual(whole.weights);
    expect(rest.training.snapshots).toEqual(whole.training.snapshots);
    expect(rest.training.history.map(({ generatorLoss }) => generatorLoss)).toEqual(
      whole.training.history.map(({ generatorLoss }) => generatorLoss),
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('conditional, stopped and resumed: the same to the bit, and nothing stays in memory', async () => {
  const before = tf.memory().numTensors;
  const whole = await run({}, Infinity, 4);
  const part = await run({}, 5, 4);
  const rest = await run({ resume: part.checkpoint }, Infinity, 4);
  expect(rest.weights).toEqual(whole.weights);
  expect(tf.memory().numTensors).toBe(before);
});

test('conditional: the largest of the first numbers of a code says which bar is made, all of them equally often', async () => {
  const { generatorModel, discriminatorModel, dispose } = toyPair(4);
  const options = { epochs: 40, batch: 16, rate: 0.005, seed: 2 } as const;
  await trainGan(generatorModel, discriminatorModel, toyImages(160), options);
  const { asked, made } = tf.tidy(() => {
    const z = tf.randomNormal<tf.Rank.R2>([200, 4], 0, 1, 'float32', 7);
    const images = generatorModel.predict(z) as tf.Tensor;
    const columns = tf.argMax(tf.mean(tf.reshape(images, [200, 4, 4]), 1), 1);
    return { asked: tf.argMax(z, 1).dataSync(), made: columns.dataSync() };
  });
  const right = asked.filter((one, i) => one === made[i]).length;
  expect(right).toBeGreaterThan(160);
  dispose();
});

test('a schedule changes the rates of both networks', async () => {
  const schedule = { name: 'half', settings: {}, factor: () => 0.5 };
  const halved = await run({ rate: 0.004, discriminatorRate: 0.002, schedule });
  const plain = await run({ rate: 0.002, discriminatorRate: 0.001 });
  expect(halved.weights).toEqual(plain.weights);
});

test('a finished training is not trained on', async () => {
  const whole = await run({});
  const again = await run({ resume: whole.checkpoint });
  expect(again.weights).toEqual(whole.weights);
  expect(again.training.ended).toBe('finished');
});

test('a pair goes on by the tape as well, batch normalisation included, and resumes to the bit', async () => {
  const shape = [4, 4, 1];
  const trained = async (resume?: Uint8Array, until = 99): Promise<{ weights: number[][]; bytes: Uint8Array }> => {
    const generatorModel = tfl.sequential({
      layers: [
        tfl.layers.dense({ inputShape: [4], units: 8, kernelInitializer: 'ones' }),
        tfl.layers.batchNormalization(),
        tfl.layers.dense({ units: 16, activation: 'tanh', kernelInitializer: 'ones' }),
        tfl.layers.reshape({ targetShape: shape }),
      ],
    });
    const discriminatorModel = discriminator({ inputShape: shape, hidden: [8], seed: 2 });
    const stop = new AbortController();
    let bytes = new Uint8Array();
    await trainGan(generatorModel, discriminatorModel, data, {
      epochs: 2,
      batch: 8,
      ...(resume && { resume }),
      signal: stop.signal,
      onCheckpoint: (written) => {
        bytes = written.slice();
      },
      onStep: ({ value }) => {
        if (value.step >= until) stop.abort();
      },
    });
    const weights = [...weightsOf(generatorModel), ...weightsOf(discriminatorModel)];
    generatorModel.dispose();
    discriminatorModel.dispose();
    return { weights, bytes };
  };
  const whole = await trained();
  const part = await trained(undefined, 3);
  expect((await trained(part.bytes)).weights).toEqual(whole.weights);
});

test('the generator learns the bars: every kind of them appears, and its images come near to the real ones', async () => {
  const { generatorModel, discriminatorModel, dispose } = toyPair();
  const { history, diagnoses } = await trainGan(generatorModel, discriminatorModel, toyImages(256), {
    epochs: 60,
    batch: 32,
    rate: 0.003,
    average: 0.99,
    seed: 3,
  });
  const kinds = tf.tidy(() => {
    const images = generatorModel.predict(tf.randomNormal([400, 4], 0, 1, 'float32', 1)) as tf.Tensor;
    const columns = tf.mean(tf.reshape(images, [400, 4, 4]), 1);
    return Array.from(tf.argMax(columns, 1).dataSync());
  });
  const parts = [0, 1, 2, 3].map((kind) => kinds.filter((one) => one === kind).length / 400);
  expect(Math.min(...parts)).toBeGreaterThan(0.05);
  expect(diagnoses).toEqual([]);
  expect(history).toHaveLength(60);
  expect(history.at(-1)!.pairwiseAccuracy).toBeLessThan(0.95);
  dispose();
});

test('snapshots are of the same latent codes, before, during and after', async () => {
  const { training } = await run({ snapshots: { at: [0, 5, 15], count: 2 }, rate: 0.01 });
  const { shots, latent, imageShape } = training.snapshots;
  expect([shots.map(({ step }) => step), latent.length, imageShape]).toEqual([[0, 5, 15], 8, [4, 4, 1]]);
  expect(shots.map(({ images }) => images.length)).toEqual([32, 32, 32]);
  expect(Array.from(shots[2].images)).not.toEqual(Array.from(shots[1].images));
  const kept = decodeSnapshots(encodeSnapshots(training.snapshots));
  expect([kept.steps, kept.count, kept.imageShape]).toEqual([[0, 5, 15], 2, [4, 4, 1]]);
  const all = shots.flatMap(({ images }) => Array.from(images));
  all.forEach((value, i) => expect(Math.abs(kept.images[i] - value)).toBeLessThan(0.004));
});

test('where their steps are left open, snapshots end with the last step', async () => {
  const { training } = await run({ snapshots: { count: 1 }, epochs: 2 });
  expect(training.snapshots.shots.map(({ step }) => step)).toEqual([0, training.step]);
});

test('the same seed gives the same networks, another one others', async () => {
  const [a, b, c] = [await run(toyTraining), await run(toyTraining), await run({ ...toyTraining, seed: 6 })];
  expect(b.weights).toEqual(a.weights);
  expect(c.weights).not.toEqual(a.weights);
});
