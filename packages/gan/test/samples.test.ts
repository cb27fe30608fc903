import { startBackend } from '@interp/backend';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { convolutionalGenerator, decoder, generator, sample, sampleLatent } from '../src/index.js';
import { refusal } from '@interp/testing/refusal';

beforeAll(async () => {
  await startBackend('wasm');
});

const small = { latentSize: 3, hidden: [4], outputShape: [4, 4, 1] } as const;

test('a decoder takes its bounds from the last activation, and rescales to others', () => {
  const before = tf.memory().numTensors;
  const [tanh, sigmoid, linear] = (['tanh', 'sigmoid', 'linear'] as const).map((output) =>
    generator({ ...small, output }),
  );
  expect([tanh, sigmoid, linear].map((model) => decoder(model).bounds)).toEqual([
    [-1, 1],
    [0, 1],
    [-1, 1],
  ]);
  const z = sampleLatent(6, 3, 1);
  const plain = decoder(tanh).decode(z);
  const unit = decoder(tanh, { bounds: [0, 1] }).decode(z);
  const [a, b] = [plain.dataSync(), unit.dataSync()];
  a.forEach((value, i) => expect(b[i]).toBeCloseTo((value + 1) / 2, 6));
  tf.dispose([z, plain, unit]);
  for (const model of [tanh, sigmoid, linear]) model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test.each([
  ['dense', generator],
  ['convolutional', convolutionalGenerator],
])('a %s decoder is differentiable', (_, make) => {
  const digits = decoder(make({ seed: 1 }));
  expect([digits.latentSize, digits.outputShape]).toEqual([64, [28, 28, 1]]);
  const z = sampleLatent(2, 64, 1);
  const gradient = tf.grad((code: tf.Tensor) => tf.sum(digits.decode(code as tf.Tensor2D)))(z);
  const size = gradient.dataSync<'float32'>().reduce((sum, value) => sum + Math.abs(value), 0);
  expect(size).toBeGreaterThan(0);
  tf.dispose([z, gradient]);
});

test('latent codes of another size, models that are no generators, bounds that are none', async () => {
  const model = generator(small);
  const digits = decoder(model);
  expect(await refusal(() => digits.decode(tf.zeros([2, 4])))).toBe('bad-shape');
  expect(await refusal(() => digits.decode(tf.zeros([3]) as unknown as tf.Tensor2D))).toBe('bad-shape');
  expect(await refusal(() => decoder(model, { bounds: [1, 0] }))).toBe('bad-option');
  const images = tfl.sequential({ layers: [tfl.layers.flatten({ inputShape: [4, 4, 1] })] });
  expect(await refusal(() => decoder(images))).toBe('unsupported-model');
  expect(await refusal(() => sample(digits, { count: 0 }))).toBe('bad-option');
  expect(await refusal(() => convolutionalGenerator({ outputShape: [30, 28, 1] }))).toBe('bad-option');
});

test('samples are the decoded codes, the same for the same seed, in as many batches as it takes', () => {
  const before = tf.memory().numTensors;
  const model = generator(small);
  const digits = decoder(model);
  const [a, b, c] = [
    sample(digits, { count: 7, seed: 2 }),
    sample(digits, { count: 7, seed: 2, batch: 3 }),
    sample(digits, { count: 7, seed: 3 }),
  ];
  expect(a.images.shape).toEqual([7, 4, 4, 1]);
  expect(Array.from(b.latent.dataSync())).toEqual(Array.from(a.latent.dataSync()));
  b.images.dataSync().forEach((value, i) => expect(value).toBeCloseTo(a.images.dataSync()[i], 5));
  expect(Array.from(c.latent.dataSync())).not.toEqual(Array.from(a.latent.dataSync()));
  tf.dispose([a.images, a.latent, b.images, b.latent, c.images, c.latent]);
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
