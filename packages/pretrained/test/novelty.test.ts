import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { drawnOutliers, outlierKinds, sampleDigits } from '@interp/mnist';
import { refusal } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import { noveltyDetectorCard, pretrained, pretrainedNovelty } from '../src/index.js';

beforeAll(async () => {
  await startBackend('wasm');
});

test('the detector that ships accepts digits and refuses shapes, blank sheets and noise', async () => {
  const model = await pretrained(noveltyDetectorCard.network);
  const before = tf.memory().numTensors;
  const detector = await pretrainedNovelty(classifier(model));
  const digits = sampleDigits().images([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect((await detector.detect(digits)).map(({ rejected }) => rejected)).toEqual(Array<boolean>(10).fill(false));
  const drawn = drawnOutliers({ seed: 77, count: 240 });
  const x = drawn.images(Array.from({ length: drawn.size }, (_, i) => i));
  const said = await detector.detect(x);
  const refusedShare = (some: typeof said): number => some.filter(({ rejected }) => rejected).length / some.length;
  expect(refusedShare(said)).toBeGreaterThan(0.9);
  const surely = ['filled', 'dots', 'crossings', 'noise'].map((kind) => outlierKinds.indexOf(kind));
  expect(refusedShare(said.filter((_, i) => surely.includes(drawn.labels[i])))).toBeGreaterThan(0.95);
  for (const value of [-1, 0, 1]) {
    const blank = tf.fill([1, 28, 28, 1], value);
    expect((await detector.detect(blank, 0.02))[0].rejected).toBe(true);
    blank.dispose();
  }
  tf.dispose([digits, x]);
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});

test('another network than the one that it was fitted to is refused, though it takes the same images', async () => {
  const model = await pretrained('lenet');
  const net = classifier(model);
  expect(await refusal(() => pretrainedNovelty(net))).toBe('unsupported-model');
  model.dispose();
});

test('its card: at most one test digit in twenty is refused, and what is none nearly always', () => {
  const { measured, files } = noveltyDetectorCard;
  expect(measured[0].images).toBe('test digits');
  expect(measured[0].rejected).toBeLessThanOrEqual(0.05);
  expect(measured[1].images).toBe('test digits as photographs of them are prepared');
  expect(measured[1].rejected).toBeLessThanOrEqual(0.05);
  for (const { images, rejected } of measured)
    if (/noise|inverted|prototypes|the .* image/.test(images)) expect(rejected).toBeGreaterThan(0.95);
  expect(files).toHaveLength(1);
});
