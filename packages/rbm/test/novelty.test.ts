import { startBackend } from '@interp/backend';
import { classifier, random, type LabelledImages } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import {
  densityScore,
  diagonalGaussian,
  energyScore,
  noveltyDetector,
  principalComponents,
  roc,
  typicalityScore,
} from '../src/index.js';
import { refusal } from '@interp/testing/refusal';

beforeAll(async () => {
  await startBackend('wasm');
});

const M = 5;
/** Normally distributed vectors, most of their variance along one direction. */
const images = (size: number, seed = 1): LabelledImages => {
  const stream = random(seed);
  const rows = Array.from({ length: size }, () => {
    const along = stream.normal(0, 2);
    return Array.from({ length: M }, (_, i) => 0.3 * i + along * [0.8, 0.6, 0, 0, 0][i] + stream.normal(0, 0.5));
  });
  return {
    size,
    inputShape: [M],
    labels: new Uint8Array(size),
    images: (indices) => tf.tensor2d(Array.from(indices, (index) => rows[index])),
  };
};
const all = (data: LabelledImages): tf.Tensor => data.images(Array.from({ length: data.size }, (_, i) => i));

test('independent pixels: the log-likelihood from the formula', async () => {
  const before = tf.memory().numTensors;
  const data = images(700);
  const density = await diagonalGaussian(data, { floor: 0.01 });
  const batch = all(data);
  const rows = (await batch.array()) as number[][];
  const mean = rows[0].map((_, i) => rows.reduce((sum, row) => sum + row[i], 0) / 700);
  const variance = mean.map((m, i) => rows.reduce((sum, row) => sum + (row[i] - m) ** 2, 0) / 700);
  const logs = density.logDensity(batch);
  logs.dataSync().forEach((log, n) => {
    const slow = rows[n].reduce(
      (sum, x, i) => sum - (x - mean[i]) ** 2 / (2 * variance[i]) - 0.5 * Math.log(2 * Math.PI * variance[i]),
      0,
    );
    expect(log).toBeCloseTo(slow, 3);
  });
  tf.dispose([batch, logs]);
  density.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('principal components: finds the direction, integrates to 1, beats independent pixels', async () => {
  const before = tf.memory().numTensors;
  const data = images(2000);
  const [pca, plain] = [
    await principalComponents(data, { components: 1, floor: 0.01 }),
    await diagonalGaussian(data, { floor: 0.01 }),
  ];
  const other = all(images(2000, 2));
  const mean = (density: typeof pca): number => {
    const logs = density.logDensity(other);
    const values = logs.dataSync<'float32'>();
    logs.dispose();
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  // The entropy of what the vectors were drawn from.
  const best = -0.5 * (M * Math.log(2 * Math.PI * Math.E) + Math.log(4.25) + 4 * Math.log(0.25));
  expect(mean(pca)).toBeGreaterThan(best - 0.05);
  expect(mean(pca)).toBeLessThan(best + 0.1);
  expect(mean(plain)).toBeLessThan(best - 0.5);
  const point = tf.tensor2d([[0.5, -0.2, 0.1, 1, 0.3]]);
  const closed = pca.gradLogDensity(point);
  const taped = tf.tidy(() => tf.grad((x) => tf.sum(pca.logDensity(x)))(point));
  taped.dataSync().forEach((value, i) => expect(closed.dataSync()[i]).toBeCloseTo(value, 4));
  const far = tf.tidy(() => tf.add(point, tf.tensor2d([[1e-2, 0, 0, 0, 0]])));
  const [a, b] = [pca.logDensity(point), pca.logDensity(far)];
  expect((b.dataSync()[0] - a.dataSync()[0]) / 1e-2).toBeCloseTo(closed.dataSync()[0], 0);
  tf.dispose([other, point, closed, taped, far, a, b]);
  pca.dispose();
  plain.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('scores: density, typicality, energy of a classifier', async () => {
  const density = await diagonalGaussian(images(300), { floor: 0.01 });
  const x = tf.tensor2d([[0, 0.3, 0.6, 0.9, 1.2]]);
  const logs = density.logDensity(x);
  const log = logs.dataSync()[0];
  expect((await densityScore(density)(x))[0]).toBeCloseTo(-log, 5);
  expect((await typicalityScore(density, log - 2)(x))[0]).toBeCloseTo(2, 5);
  const two = classifier((v) => tf.matMul(v, tf.ones([M, 2])), { inputShape: [M], classes: 2, bounds: [-2, 2] });
  expect((await energyScore(two, 2)(x))[0]).toBeCloseTo(-2 * Math.log(2 * Math.exp(3 / 2)), 5);
  expect(await refusal(() => energyScore(two, 0))).toBe('bad-option');
  tf.dispose([x, logs]);
  density.dispose();
});

test('a detector keeps the part of the known images that it is told to, and finds what is far away', async () => {
  const density = await diagonalGaussian(images(500), { floor: 0.01 });
  const before = tf.memory().numTensors;
  const detector = await noveltyDetector(densityScore(density), images(200, 3), { keep: 0.9, batch: 64 });
  expect(detector.known.filter((score) => score <= detector.threshold)).toHaveLength(180);
  const far = tf.fill([3, M], 20);
  expect((await detector.detect(far)).novel).toEqual([true, true, true]);
  far.dispose();
  expect(tf.memory().numTensors).toBe(before);
  expect(await refusal(() => noveltyDetector(densityScore(density), images(2), { keep: 0 }))).toBe('bad-option');
  density.dispose();
});

describe('the receiver operating characteristic', () => {
  test('its area is the chance that a strange score is the higher one, ties half', () => {
    const stream = random(5);
    const draw = (n: number, up: number): number[] => Array.from({ length: n }, () => stream.integer(10) + up);
    const [known, strange] = [draw(60, 0), draw(40, 3)];
    let pairs = 0;
    for (const k of known) for (const s of strange) pairs += Number(s > k) + 0.5 * Number(s === k);
    const { area, falsePositive, truePositive, thresholds } = roc(known, strange);
    expect(area).toBeCloseTo(pairs / 2400, 12);
    thresholds.forEach((threshold, i) => {
      expect(falsePositive[i]).toBeCloseTo(known.filter((k) => k >= threshold).length / 60, 12);
      expect(truePositive[i]).toBeCloseTo(strange.filter((s) => s >= threshold).length / 40, 12);
    });
  });
  test('refuses no scores and NaN', async () => {
    expect(await refusal(() => roc([], [1]))).toBe('bad-shape');
    expect(await refusal(() => roc([1], [NaN]))).toBe('bad-value');
  });
});

test('baselines refuse what makes no sense', async () => {
  expect(await refusal(() => principalComponents(images(10), { components: 5 }))).toBe('bad-option');
  expect(await refusal(() => diagonalGaussian(images(10), { floor: 0 }))).toBe('bad-option');
});
