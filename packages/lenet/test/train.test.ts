import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { drawnDigits } from '@interp/mnist';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {
  adam,
  constantRate,
  cosineRate,
  evaluate,
  lenet,
  meanSquaredError,
  sgd,
  thesisRecipe,
  train,
  trainSteps,
  type TrainingStep,
  type TrainOptions,
} from '../src/index.js';
import { refusal, refused } from '@interp/testing/refusal';
import { toyImages, toyModel, weightsOf } from './toy.js';

beforeAll(async () => {
  await startBackend('wasm');
});

test('the LeNet learns drawn digits', async () => {
  const model = lenet({ seed: 1, activation: 'relu' });
  const options = { epochs: 3, batch: 10, rate: 0.002, schedule: cosineRate() };
  const { history, ended } = await train(model, drawnDigits({ seed: 1, count: 500 }), options);
  expect(ended).toBe('finished');
  expect(history.map(({ epoch, step }) => [epoch, step])).toEqual([
    [1, 50],
    [2, 100],
    [3, 150],
  ]);
  expect(history[2].loss).toBeLessThan(history[0].loss);
  const { accuracy } = await evaluate(classifier(model), drawnDigits({ seed: 2, count: 200 }));
  expect(accuracy).toBeGreaterThan(0.95);
  model.dispose();
});

const variants: readonly [string, TrainOptions][] = [
  ['defaults', {}],
  ['mean squared error', { loss: meanSquaredError }],
  ['momentum', { optimizer: sgd({ momentum: 0.9 }), rate: 0.1 }],
  ['plain descent at a constant rate', { optimizer: sgd(), rate: 0.5, schedule: constantRate() }],
  ['moved images', { augment: { shift: 0.5, rotate: 5 } }],
  ['weight decay', { weightDecay: 0.01 }],
];

test.each(variants)('a small network learns with %s; the same seed gives the same weights', async (_, options) => {
  const data = toyImages(160);
  const before = tf.memory().numTensors;
  const run = async (seed: number): Promise<number[][]> => {
    const model = toyModel();
    const all = { batch: 16, rate: 0.02, epochs: 8, ...options, seed };
    const { history } = await train(model, data, all);
    expect(history.at(-1)!.loss).toBeLessThan(0.8 * history[0].loss);
    expect(history.at(-1)!.accuracy).toBeGreaterThan(0.8);
    const weights = weightsOf(model);
    model.dispose();
    return weights;
  };
  const first = await run(1);
  expect(await run(1)).toEqual(first);
  expect(await run(2)).not.toEqual(first);
  expect(tf.memory().numTensors).toBe(before);
});

test('weight decay takes its part of each kernel, and none of a bias', async () => {
  const [plain, decayed] = await Promise.all(
    [0, 0.5].map(async (weightDecay) => {
      const model = toyModel();
      await train(model, toyImages(4), {
        epochs: 1,
        batch: 4,
        rate: 0.1,
        schedule: constantRate(),
        optimizer: sgd(),
        weightDecay,
      });
      return weightsOf(model);
    }),
  );
  const first = weightsOf(toyModel());
  first.forEach((values, i) => {
    const part = i % 2 === 0 ? 0.1 * 0.5 : 0;
    values.forEach((value, j) => expect(decayed[i][j]).toBeCloseTo(plain[i][j] - part * value, 5));
  });
});

test('an early stop brings the best weights back', async () => {
  const model = toyModel();
  const images = toyImages(40, 9);
  const validation = { ...images, labels: images.labels.map((label) => (label + 1) % 4) };
  let best = Infinity;
  let weights: number[][] = [];
  const { history, ended } = await train(model, toyImages(40), {
    epochs: 50,
    batch: 8,
    rate: 0.01,
    schedule: constantRate(),
    validation,
    earlyStop: { patience: 2 },
    onStep: ({ value: { record } }) => {
      if (!record || record.validation!.loss >= best) return;
      best = record.validation!.loss;
      weights = weightsOf(model);
    },
  });
  expect(ended).toBe('early-stop');
  expect(history.length).toBeLessThan(50);
  expect(history.at(-3)!.validation!.loss).toBe(best);
  expect(weightsOf(model)).toEqual(weights);
  model.dispose();
});

test('a target ends the training with the first epoch that reaches it, whose weights stay', async () => {
  const images = toyImages(40);
  const options = { epochs: 12, batch: 8, rate: 0.01, schedule: constantRate(), validation: toyImages(40, 9) };
  const model = toyModel();
  const weights: number[][][] = [];
  const whole = await train(model, images, {
    ...options,
    onStep: ({ value: { record } }) => {
      if (record) weights.push(weightsOf(model));
    },
  });
  const accuracies = whole.history.map(({ validation }) => validation!.accuracy);
  const target = accuracies[Math.ceil(accuracies.length / 2)];
  const reached = accuracies.findIndex((accuracy) => accuracy >= target);
  expect(reached).toBeGreaterThan(0);
  for (const earlyStop of [undefined, { patience: 50 }]) {
    const short = toyModel();
    const { history, ended } = await train(short, images, { ...options, earlyStop, targetAccuracy: target });
    expect({ epochs: history.length, ended }).toEqual({ epochs: reached + 1, ended: 'early-stop' });
    expect(weightsOf(short)).toEqual(weights[reached]);
    short.dispose();
  }
  model.dispose();
});

test("the thesis' recipe is what its text tells, and trains", async () => {
  const { network, training } = thesisRecipe;
  const { loss, optimizer, schedule, validation, ...numbers } = training;
  expect(network).toEqual({ activation: 'sigmoid', initialization: 'torch' });
  expect(numbers).toEqual({ epochs: 20, batch: 4, rate: 0.001, targetAccuracy: 0.955 });
  expect([loss!.name, optimizer!.name, optimizer!.settings.momentum]).toEqual(['cross-entropy', 'sgd', 0.9]);
  expect([0, 0.5, 1].map((progress) => schedule!.factor(progress, 20))).toEqual([1, 1, 1]);
  expect((validation as number) * 60_000).toBeCloseTo(5000, 6);
  const model = lenet({ ...network, seed: 1 });
  const { history } = await train(model, drawnDigits({ seed: 1, count: 24 }), { ...training, epochs: 1 });
  expect(history[0]).toMatchObject({ step: 6, rate: 0.001, validation: { accuracy: expect.any(Number) as number } });
  model.dispose();
});

test('the images held out are validated on, by the numbers of evaluate', async () => {
  const model = toyModel();
  const data = toyImages(40);
  const { history } = await train(model, data, { epochs: 1, batch: 8, validation: data });
  const { accuracy, loss } = await evaluate(classifier(model, { bounds: [-Infinity, Infinity] }), data);
  expect(history[0].validation!.accuracy).toBe(accuracy);
  expect(history[0].validation!.loss).toBeCloseTo(loss, 5);
  const parts = await train(model, data, { epochs: 1, batch: 8, validation: 0.25 });
  expect(parts.step).toBe(Math.ceil(30 / 8));
  model.dispose();
});

test('steps say where they are, and an abort leaves a checkpoint of now', async () => {
  const said: TrainingStep[] = [];
  const kept: number[] = [];
  const stop = new AbortController();
  const model = toyModel();
  const before = tf.memory().numTensors;
  const { ended, step, history } = await train(model, toyImages(40), {
    epochs: 2,
    batch: 8,
    signal: stop.signal,
    onCheckpoint: (_, info) => void kept.push(info.step),
    onStep: ({ value }) => {
      said.push(value);
      if (value.step === 7) stop.abort();
    },
  });
  expect({ ended, step, epochs: history.length, kept }).toEqual({ ended: 'stopped', step: 7, epochs: 1, kept: [5, 7] });
  expect(said.map(({ epoch }) => epoch)).toEqual([1, 1, 1, 1, 1, 2, 2]);
  expect(said.every(({ steps }) => steps === 10)).toBe(true);
  expect(said[4].record).toEqual(history[0]);
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});

test('a loss that is no number stops the work, says where, and leaves the last checkpoint alone', async () => {
  const kept: number[] = [];
  const model = toyModel();
  const before = tf.memory().numTensors;
  const error = await refused(() =>
    train(model, toyImages(64), {
      epochs: 9,
      batch: 8,
      rate: 1e38,
      optimizer: sgd({ momentum: 0.9 }),
      schedule: { name: 'bang', settings: {}, factor: (progress) => (progress < 0.15 ? 0 : 1) },
      checkpointEvery: 5,
      readEvery: 1,
      onCheckpoint: (_, { step }) => void kept.push(step),
    }),
  );
  expect(error.code).toBe('not-finite');
  expect(error.message).toMatch(/in epoch 2 at step 1[1-6]|after step 1[1-6]/);
  expect(kept).toEqual([5, 8, 10]);
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});

test('weights that are no numbers never come out, also where no loss shows them', async () => {
  const model = toyModel();
  const error = await refused(() =>
    train(model, toyImages(8), { epochs: 1, batch: 8, rate: 1e38, optimizer: sgd(), weightDecay: 1e38 }),
  );
  expect(error.code).toBe('not-finite');
  model.dispose();
});

test('a generator that is left early lets its tensors go', async () => {
  const model = toyModel();
  const before = tf.memory().numTensors;
  const steps = trainSteps(model, toyImages(40), { batch: 8, optimizer: adam() });
  for (let i = 0; i < 3; i++) expect((await steps.next(false)).done).toBe(false);
  await steps.return({ history: [], step: 3, ended: 'stopped' });
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});

const frozen = (): tfl.LayersModel => {
  const model = toyModel();
  for (const layer of model.layers) layer.trainable = false;
  return model;
};

const bad: readonly [string, string, () => Promise<unknown>][] = [
  ['epochs -1', 'bad-option', () => train(toyModel(), toyImages(8), { epochs: -1 })],
  ['batch 1.5', 'bad-option', () => train(toyModel(), toyImages(8), { batch: 1.5 })],
  ['rate 0', 'bad-option', () => train(toyModel(), toyImages(8), { rate: 0 })],
  ['rate NaN', 'bad-option', () => train(toyModel(), toyImages(8), { rate: NaN })],
  ['a negative weight decay', 'bad-option', () => train(toyModel(), toyImages(8), { weightDecay: -1 })],
  ['a seed of a half', 'bad-option', () => train(toyModel(), toyImages(8), { seed: 0.5 })],
  ['a negative shift', 'bad-option', () => train(toyModel(), toyImages(8), { augment: { shift: -1 } })],
  ['everything held out', 'bad-option', () => train(toyModel(), toyImages(1), { validation: 0.9 })],
  ['a target on nothing', 'bad-option', () => train(toyModel(), toyImages(8), { targetAccuracy: 0.9 })],
  ['an early stop on nothing', 'bad-option', () => train(toyModel(), toyImages(8), { earlyStop: {} })],
  [
    'a patience of 0',
    'bad-option',
    () => train(toyModel(), toyImages(8), { validation: 0.5, earlyStop: { patience: 0 } }),
  ],
  ['a checkpoint every 0 steps', 'bad-option', () => train(toyModel(), toyImages(8), { checkpointEvery: 0 })],
  ['images of another shape', 'bad-shape', () => train(large, toyImages(8))],
  ['no images', 'bad-shape', () => train(toyModel(), toyImages(0))],
  ['fewer labels', 'bad-shape', () => train(toyModel(), { ...toyImages(8), labels: Int32Array.of(1) })],
  ['a label too many', 'bad-class', () => train(toyModel(), { ...toyImages(2), labels: Int32Array.of(1, 4) })],
  ['no trainable weight', 'unsupported-model', () => train(frozen(), toyImages(8))],
];

let large: tfl.LayersModel;
beforeAll(() => {
  large = lenet();
});
afterAll(() => large.dispose());

test.each(bad)('%s: %s', async (_, code, work) => {
  expect(await refusal(work)).toBe(code);
});
