import { startBackend } from '@interp/backend';
import { random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { crossEntropy, meanSquaredError, type Loss } from '../src/index.js';
import { oneHot } from '../src/losses.js';

beforeAll(async () => {
  await startBackend('wasm');
});

const softmax = (row: readonly number[]): number[] => {
  const sum = row.reduce((total, score) => total + Math.exp(score), 0);
  return row.map((score) => Math.exp(score) / sum);
};

/** Each loss straight from its formula, in float64. */
const slow: readonly [Loss, (rows: number[][], labels: number[]) => number][] = [
  [
    crossEntropy,
    (rows, labels) => rows.reduce((sum, row, i) => sum - Math.log(softmax(row)[labels[i]]), 0) / rows.length,
  ],
  [
    meanSquaredError,
    (rows, labels) =>
      rows.reduce(
        (sum, row, i) => sum + softmax(row).reduce((part, p, c) => part + (p - Number(c === labels[i])) ** 2, 0),
        0,
      ) / rows.length,
  ],
];

describe.each(slow.map(([loss, formula]) => ({ name: loss.name, loss, formula })))('$name', ({ loss, formula }) => {
  const stream = random(5);
  const rows = Array.from({ length: 6 }, () => Array.from(stream.normals(5, 0, 2)));
  const labels = [0, 1, 2, 3, 4, 0];

  test('is its formula, and its gradient is that of finite differences', () => {
    const before = tf.memory().numTensors;
    const logits = tf.tensor2d(rows);
    const wanted = oneHot(labels, 5);
    const { value, gradient } = loss.of(logits, wanted);
    expect(value.dataSync()[0]).toBeCloseTo(formula(rows, labels), 5);
    const difference = (i: number, c: number): number => {
      const moved = (step: number): number =>
        formula(
          rows.map((row, k) => row.map((score, j) => score + (k === i && j === c ? step : 0))),
          labels,
        );
      return (moved(1e-5) - moved(-1e-5)) / 2e-5;
    };
    const got = gradient.arraySync();
    rows.forEach((row, i) => row.forEach((_, c) => expect(got[i][c]).toBeCloseTo(difference(i, c), 6)));
    tf.dispose([logits, wanted, value, gradient]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('scores of any size give finite numbers', () => {
    const logits = tf.tensor2d([
      [1000, -1000, 0],
      [-1000, 1000, 0],
    ]);
    const { value, gradient } = loss.of(logits, oneHot([0, 0], 3));
    expect([...value.dataSync(), ...gradient.dataSync()].every(Number.isFinite)).toBe(true);
  });
});

test('the gradient of the cross-entropy keeps its digits where the network is sure', () => {
  const { gradient } = crossEntropy.of(tf.tensor2d([[20, 0, 1]]), oneHot([0], 3));
  const [first, second, third] = gradient.dataSync();
  const sum = Math.exp(20) + 1 + Math.E;
  expect(first / (-(1 + Math.E) / sum)).toBeCloseTo(1, 5);
  expect(second / (1 / sum)).toBeCloseTo(1, 5);
  expect(third / (Math.E / sum)).toBeCloseTo(1, 5);
});
