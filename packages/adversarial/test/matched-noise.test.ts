import { startBackend } from '@interp/backend';
import { refusal } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import { matchedNoise } from '../src/index.js';

beforeAll(() => startBackend('wasm'));

const rows = (x: tf.Tensor): number[][] => tf.reshape(x, [x.shape[0], -1]).arraySync() as number[][];
const length = (values: readonly number[]): number => Math.hypot(...values);

test('noise as long as each perturbation, in another direction', () => {
  const [x, r] = [tf.fill([3, 4, 4, 1], 0.1), tf.mul(tf.randomNormal([3, 4, 4, 1], 0, 0.01, 'float32', 7), 1)];
  const before = tf.memory().numTensors;
  const found = matchedNoise(x, r, { seed: 5 });
  expect(tf.memory().numTensors).toBe(before + 1);
  expect(found.shape).toEqual(x.shape);
  const [noise, own] = [rows(tf.sub(found, x)), rows(r)];
  for (const [i, each] of noise.entries()) {
    expect(length(each)).toBeCloseTo(length(own[i]), 5);
    const cosine = each.reduce((sum, value, k) => sum + value * own[i][k], 0) / length(each) / length(own[i]);
    expect(Math.abs(cosine)).toBeLessThan(0.8);
  }
  expect(Array.from(matchedNoise(x, r, { seed: 5 }).dataSync())).toEqual(Array.from(found.dataSync()));
  expect(Array.from(matchedNoise(x, r, { seed: 6 }).dataSync())).not.toEqual(Array.from(found.dataSync()));
});

test('the noise of an image does not depend on its place among others', () => {
  const [x, r] = [tf.randomUniform([3, 4], -0.5, 0.5, 'float32', 3), tf.fill([3, 4], 0.01)];
  const all = rows(matchedNoise(x, r, { seed: 5 }));
  expect(rows(matchedNoise(tf.reverse(x, 0), r, { seed: 5 })).toReversed()).toEqual(all);
  expect(rows(matchedNoise(tf.slice(x, 1, 1), tf.slice(r, 1, 1), { seed: 5 }))).toEqual([all[1]]);
});

test('sums are clipped to the bounds', () => {
  const [x, r] = [tf.ones([2, 8]), tf.fill([2, 8], 3)];
  const within = (low: number, high: number, found: tf.Tensor): boolean =>
    Array.from(found.dataSync()).every((value) => value >= low && value <= high);
  expect(within(-1, 1, matchedNoise(x, r))).toBe(true);
  expect(within(0, 2, matchedNoise(x, r, { low: 0, high: 2 }))).toBe(true);
  expect(within(0, 1, matchedNoise(x, r, { low: -9, high: 9 }))).toBe(false);
});

test.each([
  ['no images', () => undefined, 'bad-shape'],
  ['a list', () => [[1, 2]], 'bad-shape'],
  ['whole numbers', () => tf.zeros([1, 2], 'int32'), 'bad-value'],
  ['a NaN', () => tf.tensor2d([[NaN, 0]]), 'not-finite'],
])('%s: refused in either place', async (_, make, code) => {
  const [given, x] = [make() as tf.Tensor, tf.zeros([1, 2])];
  expect(await refusal(() => matchedNoise(given, x))).toBe(code);
  expect(await refusal(() => matchedNoise(x, given))).toBe(code);
});

test.each([
  ['another shape', [2, 4], [2, 5], {}, 'bad-shape'],
  ['one number', [3], [3], {}, 'bad-shape'],
  ['bounds the wrong way round', [2, 4], [2, 4], { low: 1, high: 0 }, 'bad-option'],
])('%s: refused', async (_, shape, other, options, code) => {
  expect(await refusal(() => matchedNoise(tf.zeros(shape), tf.zeros(other), options))).toBe(code);
});
