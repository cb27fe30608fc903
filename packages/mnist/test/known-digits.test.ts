import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadModel } from '@interp/files/node';
import { classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { drawnDigits, sampleDigits } from '../src/index.js';
import { findMnist, loadMnist, verifyMnist } from '../src/node/index.js';
import { onCpu } from './on-cpu.js';
import { probabilities } from './torch-lenet.js';

const path = (relative: string): string => fileURLToPath(new URL(`../../../${relative}`, import.meta.url));

beforeAll(onCpu);

/** Networks trained on MNIST that are at hand: the one that ships, and others beside the repository. */
const networks: [string, (images: tf.Tensor4D) => number[][] | Promise<number[][]>][] = [];
const shipped = path('packages/pretrained/weights/lenet/model.json');
if (existsSync(shipped)) {
  networks.push([
    'the shipped LeNet',
    async (images) => {
      const model = await loadModel(shipped);
      const { logits } = classifier(model);
      const scores = tf.tidy(() => tf.softmax(logits(images)).arraySync());
      model.dispose();
      return scores;
    },
  ]);
}
for (const activation of ['sigmoid', 'relu']) {
  const file = path(`../shared/goldens/drawn/model-${activation}.safetensors`);
  if (existsSync(file)) {
    networks.push([`a ${activation} LeNet of PyTorch`, (images) => probabilities(readFileSync(file), images)]);
  }
}

for (const [name, classify] of networks) {
  describe(`${name} knows`, () => {
    test('every sample digit, with P > 0.99', async () => {
      const images = sampleDigits().images([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      const scores = await classify(images);
      images.dispose();
      for (const [digit, row] of scores.entries()) expect(row[digit]).toBeGreaterThan(0.99);
    });

    test('at least 97 of 100 varied drawn digits', async () => {
      const digits = drawnDigits({ seed: 11, count: 100 });
      const images = digits.images(digits.labels.map((_, i) => i));
      const scores = await classify(images);
      images.dispose();
      const right = scores.filter((row, i) => row.indexOf(Math.max(...row)) === digits.labels[i]);
      expect(right.length).toBeGreaterThanOrEqual(97);
    });
  });
}

const folder = await findMnist({ data: path('../shared/mnist') }).catch(() => undefined);
if (folder !== undefined) {
  describe('MNIST beside the repository', () => {
    test('has the right checksums', async () => {
      const { ok, files } = await verifyMnist(folder);
      expect([ok, ...files.map(({ md5, expectedMd5 }) => md5 === expectedMd5)]).toEqual([true, true, true, true, true]);
    });

    test('is 60,000 and 10,000 images of ten classes, the first test image a 7', async () => {
      const { train, test: testSet } = await loadMnist(folder);
      expect([train.size, testSet.size, testSet.labels[0], train.labels[0]]).toEqual([60_000, 10_000, 7, 5]);
      const counts = Array.from({ length: 10 }, (_, c) => testSet.labels.filter((label) => label === c).length);
      expect(counts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    });
  });
}

test('the drawn digits leave no tensors behind', () => {
  const before = tf.memory().numTensors;
  drawnDigits({ seed: 1, count: 10 }).images([3]).dispose();
  expect(tf.memory().numTensors).toBe(before);
});
