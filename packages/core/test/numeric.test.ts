import {
  argmax,
  argmaxOfRows,
  correlation,
  inParts,
  mean,
  meanOfKnown,
  newFloats,
  range,
  rankCorrelation,
} from '@interp/core/internal';
import { codeOf } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

test('argmax is the first of equal maxima, in each row', () => {
  expect(argmax([1, 3, 2, 3])).toBe(1);
  expect(argmax([-2])).toBe(0);
  expect(Array.from(argmaxOfRows(Float32Array.of(0, 1, 5, 5, -1, -2), 2))).toEqual([1, 0, 0]);
});

test('a range leaves its end out', () => {
  expect(Array.from(range(2, 5))).toEqual([2, 3, 4]);
  expect(range(2, 2)).toHaveLength(0);
});

test('a mean, and one of what is known', () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(mean([])).toBeNaN();
  expect(meanOfKnown([1, null, 2])).toBe(1.5);
  expect(meanOfKnown([null])).toBeNull();
});

test('correlation, of numbers and of ranks', () => {
  expect(correlation([1, 2, 3], [2, 4, 6])).toBeCloseTo(1);
  expect(correlation([1, 2, 3, 4], [1, 3, 2, 4])).toBeCloseTo(0.8);
  expect(correlation([1, 1, 1], [1, 2, 3])).toBeNull();
  expect(rankCorrelation([1, 10, 100], [-3, -2, 50])).toBeCloseTo(1);
  expect(rankCorrelation([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(0.9487, 4);
});

test('rows made part by part are all the rows, and nothing else is left', async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
  const x = tf.range(0, 7);
  const before = tf.memory().numTensors;
  const sizes: number[] = [];
  const doubled = inParts(7, 3, (from, count) => {
    sizes.push(count);
    return tf.mul(tf.slice(x, from, count), tf.scalar(2));
  });
  expect(sizes).toEqual([3, 3, 1]);
  expect(Array.from(doubled.dataSync())).toEqual([0, 2, 4, 6, 8, 10, 12]);
  tf.dispose(tf.tidy(() => inParts(7, Infinity, (from, count) => tf.slice(x, from, count))));
  // The parts themselves go with the tidy around them.
  expect(tf.memory().numTensors).toBe(before + 4);
});

test('where there is no room for as many numbers, it is said', () => {
  expect(codeOf(() => newFloats(1e13))).toBe('out-of-memory');
  expect(newFloats(3)).toEqual(new Float32Array(3));
});
