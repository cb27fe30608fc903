import { startBackend } from '@interp/backend';
import type { Classifier, LabelledImages } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { calibration, evaluate } from '../src/index.js';
import { refusal } from '@interp/testing/refusal';

beforeAll(async () => {
  await startBackend('wasm');
});

/** The images are the scores. */
const scores = [
  [2, 0, 1],
  [0, 3, 0],
  [1, 1.5, 0],
  [0, 0, 5],
  [0, 1, 0],
];
const labels = Uint8Array.of(0, 1, 0, 2, 2);
const data: LabelledImages = {
  size: 5,
  inputShape: [3],
  labels,
  images: (indices) => tf.tensor2d(Array.from(indices, (index) => scores[index])),
};
const identity: Classifier = {
  inputShape: [3],
  classes: 3,
  bounds: [-Infinity, Infinity],
  logits: (x) => tf.clone(x) as tf.Tensor2D,
  gradient: (x) => ({ logits: tf.clone(x) as tf.Tensor2D, gradient: tf.zerosLike(x) }),
};

test.each([1, 2, 250])('accuracy, confusion, loss and logits in batches of %i', async (batch) => {
  const before = tf.memory().numTensors;
  const done: number[] = [];
  const got = await evaluate(identity, data, {
    batch,
    logits: true,
    onStep: ({ value }) => void done.push(value.done),
  });
  expect(got.accuracy).toBe(3 / 5);
  expect(got.perClass).toEqual([1 / 2, 1, 1 / 2]);
  expect(got.confusion).toEqual([
    [1, 1, 0],
    [0, 1, 0],
    [0, 1, 1],
  ]);
  expect(got.n).toBe(5);
  const slow = scores.map((row, i) => Math.log(row.reduce((sum, score) => sum + Math.exp(score), 0)) - row[labels[i]]);
  expect(got.loss).toBeCloseTo(slow.reduce((sum, loss) => sum + loss) / 5, 6);
  expect(Array.from(got.logits!)).toEqual(scores.flat());
  expect(got.seconds).toBeGreaterThanOrEqual(0);
  expect(done.at(-1)).toBe(5);
  expect(tf.memory().numTensors).toBe(before);
});

test('the first few only, and a class without images', async () => {
  const got = await evaluate(identity, data, { limit: 3 });
  expect(got).toMatchObject({ n: 3, accuracy: 2 / 3, perClass: [1 / 2, 1, null] });
  expect(got.logits).toBeUndefined();
});

test('stopped early it says what it has', async () => {
  const stop = new AbortController();
  const work = evaluate(identity, data, { batch: 2, signal: stop.signal, onStep: () => stop.abort() });
  expect(await work).toMatchObject({ n: 2, accuracy: 1 });
});

test('calibration: |accuracy - confidence| of each bin, weighted by its images', () => {
  const { error, bins } = calibration([0.1, 0.55, 0.6, 0.95, 1], [false, true, false, true, true], 2);
  expect(bins).toEqual([
    { low: 0, high: 0.5, n: 1, confidence: 0.1, accuracy: 0 },
    { low: 0.5, high: 1, n: 4, confidence: expect.closeTo(0.775, 10) as number, accuracy: 0.75 },
  ]);
  expect(error).toBeCloseTo((0.1 + 4 * 0.025) / 5, 10);
  expect(calibration([0.5, 1], [true, true], 2).bins.map(({ n }) => n)).toEqual([1, 1]);
});

test.each([
  ['limit 0', 'bad-option', () => evaluate(identity, data, { limit: 0 })],
  ['batch -1', 'bad-option', () => evaluate(identity, data, { batch: -1 })],
  ['no bins', 'bad-option', () => evaluate(identity, data, { bins: 0 })],
  ['another shape', 'bad-shape', () => evaluate({ ...identity, inputShape: [4] }, data)],
  ['no images', 'bad-shape', () => evaluate(identity, { ...data, size: 0 })],
  ['an unknown class', 'bad-class', () => evaluate({ ...identity, classes: 2 }, data)],
  [
    'scores that are no numbers',
    'not-finite',
    () => evaluate({ ...identity, logits: (x) => tf.mul<tf.Tensor2D>(x, NaN) }, data),
  ],
])('%s: %s', async (_, code, work) => {
  const before = tf.memory().numTensors;
  expect(await refusal(work)).toBe(code);
  expect(tf.memory().numTensors).toBe(before);
});
