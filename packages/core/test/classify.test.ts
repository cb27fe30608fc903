import { refusal } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { classifier, classify, type Probabilities } from '../src/index.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const weights = [
  [1, 0, -2],
  [3, 0.5, 1],
];
const net = (returns: Probabilities = 'softmax') => {
  const own = classifier((x) => tf.matMul(x, tf.tensor2d(weights)), { inputShape: [2], classes: 3 });
  return { ...own, probabilities: returns };
};
const images = [
  [1, 1],
  [-2, 0.5],
  [0, 0],
];
const logitsOf = ([a, b]: readonly number[]): number[] => weights[0].map((w, k) => a * w + b * weights[1][k]);

test('logits, probabilities and the predicted class, by the formulas', () => {
  const x = tf.tensor2d(images);
  const before = tf.memory().numTensors;
  const found = classify(net(), x);
  expect(tf.memory().numTensors).toBe(before);
  expect(found).toHaveLength(3);
  for (const [i, { class: predicted, probability, probabilities, logits, ...others }] of found.entries()) {
    const own = logitsOf(images[i]);
    const total = own.reduce((sum, value) => sum + Math.exp(value), 0);
    expect(predicted).toBe(own.indexOf(Math.max(...own)));
    expect(probability).toBe(probabilities[predicted]);
    for (const [k, value] of own.entries()) {
      expect(logits[k]).toBeCloseTo(value, 5);
      expect(probabilities[k]).toBeCloseTo(Math.exp(value) / total, 5);
    }
    expect(others).toEqual({});
  }
});

test('where each class is decided by itself, those over one half come along', () => {
  const [first, second, none] = classify(net('sigmoid'), tf.tensor2d(images));
  expect([first.labels, second.labels, none.labels]).toEqual([[0, 1], [1, 2], []]);
  expect(first.probabilities[1]).toBeCloseTo(1 / (1 + Math.exp(-0.5)), 5);
});

test('other images, and values without probabilities, are refused', async () => {
  expect(await refusal(() => classify(net(), tf.zeros([1, 5])))).toBe('bad-shape');
  expect(await refusal(() => classify(net('none'), tf.tensor2d(images)))).toBe('bad-option');
  expect(await refusal(() => classify(undefined as never, tf.tensor2d(images)))).toBe('bad-option');
});
