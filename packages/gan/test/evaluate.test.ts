import { startBackend } from '@interp/backend';
import { classifier, random, type Classifier, type Decoder } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { Matrix } from 'ml-matrix';
import {
  decoder,
  evaluateGan,
  frechetDistance,
  generator,
  hiddenFeatures,
  momentSums,
  sampleLatent,
} from '../src/index.js';
import { toyImages } from './toy.js';
import { failure, refusal } from '@interp/testing/refusal';

beforeAll(async () => {
  await startBackend('wasm');
});

const vectors = (seed: number, n: number, size: number): Float32Array => random(seed).normals(n * size, 1, 2);

const momentsOf = (values: Float32Array, size: number) => {
  const sums = momentSums(size);
  sums.add(values.subarray(0, 2 * size));
  sums.add(values.subarray(2 * size));
  return sums.moments();
};

test('moments are the textbook ones', () => {
  const [n, size] = [50, 3];
  const values = vectors(1, n, size);
  const { mean, covariance } = momentsOf(values, size);
  const at = (i: number, k: number): number => values[i * size + k];
  for (let k = 0; k < size; k++) {
    const slow = Array.from({ length: n }, (_, i) => at(i, k)).reduce((sum, one) => sum + one, 0) / n;
    expect(mean[k]).toBeCloseTo(slow, 9);
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += (at(i, k) - mean[k]) * (at(i, j) - mean[j]);
      expect(covariance.get(k, j)).toBeCloseTo(sum / (n - 1), 9);
    }
  }
});

test('the distance of normals whose covariances commute is that of their deviations', () => {
  const normal = (mean: number[], deviations: number[]) => ({
    n: 9,
    mean: Float64Array.from(mean),
    covariance: Matrix.diag(deviations.map((one) => one * one)),
  });
  const [a, b] = [normal([1, 2, 3], [1, 2, 0]), normal([0, 2, 5], [4, 1, 3])];
  expect(frechetDistance(a, b)).toBeCloseTo(1 + 4 + 9 + 1 + 9, 9);
  expect(frechetDistance(a, a)).toBeCloseTo(0, 9);
});

test('turned together, two normals keep their distance; and it is symmetric', () => {
  const size = 6;
  const [a, b] = [momentsOf(vectors(1, 40, size), size), momentsOf(vectors(2, 40, size), size)];
  const turn = new Matrix([
    [0, 1, 0, 0, 0, 0],
    [0, 0, 1, 0, 0, 0],
    [0.6, 0, 0, 0.8, 0, 0],
    [-0.8, 0, 0, 0.6, 0, 0],
    [0, 0, 0, 0, 0.28, 0.96],
    [0, 0, 0, 0, -0.96, 0.28],
  ]);
  const turned = ({ n, mean, covariance }: typeof a) => ({
    n,
    mean: Float64Array.from(turn.mmul(Matrix.columnVector(Array.from(mean))).to1DArray()),
    covariance: turn.mmul(covariance).mmul(turn.transpose()),
  });
  const distance = frechetDistance(a, b);
  expect(distance).toBeGreaterThan(0.1);
  expect(frechetDistance(b, a)).toBeCloseTo(distance, 8);
  expect(frechetDistance(turned(a), turned(b))).toBeCloseTo(distance, 8);
});

/** Says which column of a toy image is the brightest; its features are the columns. */
const barClassifier = (): Classifier => {
  const model = tfl.sequential({
    layers: [
      tfl.layers.flatten({ inputShape: [4, 4, 1] }),
      tfl.layers.dense({ units: 4, useBias: false }),
      tfl.layers.dense({ units: 4, useBias: false }),
    ],
  });
  tf.tidy(() => {
    const columns = tf.tensor2d(
      Array.from({ length: 64 }, (_, at) => (Math.floor(at / 4) % 4 === at % 4 ? 0.25 : 0)),
      [16, 4],
    );
    model.weights[0].write(columns);
    model.weights[1].write(tf.mul(tf.eye(4), 10));
  });
  return classifier(model);
};

const real = { train: toyImages(400, 1), test: toyImages(200, 2) };

/** Decodes the sign of each of the first two numbers to a bar. */
const perfect: Decoder = {
  latentSize: 2,
  outputShape: [4, 4, 1],
  bounds: [-1, 1],
  decode: (z) => real.train.images(z.arraySync().map(([a, b], i) => 4 * (i % 50) + Number(a > 0) + 2 * Number(b > 0))),
};

test('a decoder of training images: all classes, next to no distance, and copies at distance 0', async () => {
  const before = tf.memory().numTensors;
  const judge = barClassifier();
  const found = await evaluateGan(perfect, judge, real, { count: 300, neighbours: 40, batch: 64, seed: 1 });
  expect(found.coverage).toHaveLength(4);
  expect(found.leastCovered).toBeGreaterThan(0.18);
  expect(found.entropy).toBeGreaterThan(1.35);
  expect(found.entropy).toBeLessThanOrEqual(Math.log(4) + 1e-9);
  expect(found.confidence).toBeGreaterThan(0.99);
  expect([found.sure, found.realSure]).toEqual([1, 1]);
  expect(found.frechet).toBeLessThan(0.05);
  expect(found.floor).toBeLessThan(0.01);
  expect(found.neighbours!.median).toBeLessThan(1e-2);
  expect(found.realNeighbours!.least).toBeGreaterThan(0.05);
  expect(found.realNeighbours!.n).toBe(40);
  judge.network!.model!.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('sureness is the fraction whose predicted class is above the bar, counted one by one', async () => {
  const judge = barClassifier();
  const untrained = decoder(generator({ latentSize: 2, hidden: [4], outputShape: [4, 4, 1], seed: 1 }));
  const count = 50;
  const latent = sampleLatent(count, 2, 6);
  const images = untrained.decode(latent);
  const probabilities = tf.softmax(judge.logits(images)).arraySync();
  const most = probabilities.map((row) => Math.max(...row));
  const sureAbove = most.toSorted((a, b) => a - b)[20];
  const found = await evaluateGan(untrained, judge, real, { count, seed: 6, sureAbove, neighbours: 0, batch: 7 });
  expect(Math.abs(found.sure - most.filter((p) => p > sureAbove).length / count)).toBeLessThan(0.03);
  expect(found.sure).toBeLessThan(found.realSure);
  tf.dispose([latent, images]);
});

test('the nearest neighbour is the one that a search finds', async () => {
  const judge = barClassifier();
  const untrained = generator({ latentSize: 2, hidden: [4], outputShape: [4, 4, 1], seed: 1 });
  const source = decoder(untrained);
  const found = await evaluateGan(source, judge, real, { count: 20, neighbours: 20, comparison: perfect });
  const { test: tests, train } = real;
  const [a, b] = [tests.images([...Array(20).keys()]), train.images([...Array(400).keys()])];
  const [rows, others] = [a.dataSync(), b.dataSync()];
  const nearest = Array.from({ length: 20 }, (_, i) =>
    Math.min(
      ...Array.from({ length: 400 }, (__, k) => {
        let sum = 0;
        for (let p = 0; p < 16; p++) sum += (rows[i * 16 + p] - others[k * 16 + p]) ** 2;
        return Math.sqrt(sum);
      }),
    ),
  );
  expect(found.realNeighbours!.least).toBeCloseTo(Math.min(...nearest), 3);
  expect(found.realNeighbours!.mean).toBeCloseTo(nearest.reduce((sum, one) => sum + one, 0) / 20, 3);
  expect(found.comparison!).toBeLessThan(found.frechet);
  tf.dispose([a, b]);
  untrained.dispose();
  judge.network!.model!.dispose();
});

test('what does not fit together is refused', async () => {
  const judge = barClassifier();
  const model = generator({ latentSize: 2, hidden: [4], outputShape: [4, 4, 1] });
  const evaluated = (source: Decoder, other: Classifier = judge) =>
    refusal(() => evaluateGan(source, other, real, { count: 10 }));
  expect(await evaluated(decoder(model, { bounds: [0, 1] }))).toBe('bad-option');
  expect(await evaluated(decoder(generator({ outputShape: [5, 4, 1] })))).toBe('bad-shape');
  expect(await evaluated(perfect, { ...judge, network: undefined })).toBe('unsupported-model');
  const shallow = tfl.sequential({ layers: [tfl.layers.dense({ inputShape: [3], units: 2 })] });
  expect(await refusal(() => hiddenFeatures(shallow))).toBe('unsupported-model');
  expect(await evaluated({ ...perfect, decode: (z) => tf.fill([z.shape[0], 4, 4, 1], NaN) })).toBe('not-finite');
});

test('interrupted, it says so and leaves nothing behind', async () => {
  const judge = barClassifier();
  const before = tf.memory().numTensors;
  const stop = new AbortController();
  const error = await failure(() =>
    evaluateGan(perfect, judge, real, {
      count: 100,
      batch: 10,
      signal: stop.signal,
      onStep: () => stop.abort(),
    }),
  );
  expect(String(error)).toMatch('interrupted');
  expect(tf.memory().numTensors).toBe(before);
});
