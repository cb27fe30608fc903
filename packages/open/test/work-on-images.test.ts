import * as tf from '@tensorflow/tfjs-core';
import { startBackend } from '@interp/backend';
import { openClassifier, workOnImages } from '@interp/open';
import { refusal } from '@interp/testing/refusal';

beforeAll(() => startBackend('wasm'));

test('a pass is of a power of two of images, at most 16, and is called by the layers, not by the weights', async () => {
  const [one, other] = [await openClassifier('lenet'), await openClassifier('lenet-relu')];
  const names = [1, 2, 3, 16, 1000].map((images) => workOnImages(one, images).name.split(' through ')[0]);
  expect(names).toEqual(['1 image', '2 images', '2 images', '16 images', '16 images']);
  expect(workOnImages(one, 5).name).toBe(workOnImages(one, 7).name);
  expect(workOnImages(one, 5).name).not.toBe(workOnImages(other, 5).name);
  one.dispose();
  other.dispose();
});

test('passes are counted by steps, and a pass forward alone is a third', async () => {
  const lenet = await openClassifier('lenet');
  expect(workOnImages(lenet, 1600, { method: 'lrp' }).passes).toBe(100);
  expect(workOnImages(lenet, 1600).passes).toBeCloseTo(100 / 3, 10);
  expect(workOnImages(lenet, 32, { method: 'pgd', steps: 40 }).passes).toBe(80);
  lenet.dispose();
});

test('a pass leaves no tensor behind', async () => {
  const lenet = await openClassifier('lenet');
  const { pass } = workOnImages(lenet, 4, {});
  await pass();
  const { numTensors } = tf.memory();
  await pass();
  expect(tf.memory().numTensors).toBe(numTensors);
  lenet.dispose();
});

test.each([
  ['half an image', 0.5, {}],
  ['fewer steps than none', 1, { steps: -1 }],
  ['options that are none', 1, null],
])('%s: bad-option', async (_, images, options) => {
  const lenet = await openClassifier('lenet');
  expect(await refusal(() => workOnImages(lenet, images, options as object))).toBe('bad-option');
  lenet.dispose();
});
