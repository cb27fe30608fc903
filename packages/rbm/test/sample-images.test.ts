import { startBackend } from '@interp/backend';
import { refusal } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import { gibbs, hiddenGiven, sampleImages } from '../src/index.js';
import { kinds, slowLogDensity, smallRbm } from './small-rbms.js';

beforeAll(async () => {
  await startBackend('wasm');
});

const pixels = Float32Array.of(-1, 0.25, 1, 0.5, -0.5, 0);

test.each(kinds)('%s: the chains of gibbs, with pixels in and out', async (_, variant, perPixel) => {
  const model = smallRbm(variant, 3, 2, perPixel);
  const tensors = tf.memory().numTensors;
  const found = await sampleImages(model, pixels, { steps: 5, seed: 3 });
  expect(tf.memory().numTensors).toBe(tensors);
  // A binary unit is on above mid-grey, and its probability p is the pixel 2p - 1.
  const start = variant.continuous ? pixels : pixels.map((pixel) => Number(pixel > 0));
  const v = tf.tensor(start, [2, 3]);
  const { visible, means, hidden } = await gibbs(model, v, { steps: 5, seed: 3 });
  const [last, mean, states] = [visible, means, hidden].map((tensor) => Array.from(tensor.dataSync()));
  expect(Array.from(found.visible)).toEqual(last);
  expect(Array.from(found.hidden)).toEqual(states);
  const shown = mean.map((value) => Math.min(1, Math.max(-1, variant.continuous ? value : 2 * value - 1)));
  expect(Array.from(found.images)).toEqual(shown.map(Math.fround));
  expect(Array.from(found.starts)).toEqual(variant.continuous ? [...pixels] : [-1, 1, 1, 1, -1, -1]);
  for (const [i, { before, after, active }] of found.chains.entries()) {
    const own = (values: ArrayLike<number>): number[] => Array.from(values).slice(3 * i, 3 * i + 3);
    expect(before).toBeCloseTo(slowLogDensity(model, own(start)), 4);
    expect(after).toBeCloseTo(slowLogDensity(model, own(last)), 4);
    expect(active).toBe((states[2 * i] + states[2 * i + 1]) / 2);
  }
  tf.dispose([v, visible, means, hidden]);
  model.dispose();
});

test('stopped early it says how far it came; steps are told', async () => {
  const model = smallRbm(kinds[1][1]);
  const seen: number[] = [];
  await sampleImages(model, pixels, { steps: 3, onStep: ({ step }) => void seen.push(step) });
  expect(seen).toEqual([1, 2, 3]);
  expect((await sampleImages(model, pixels, { steps: 9, signal: AbortSignal.abort() })).steps).toBe(1);
  model.dispose();
});

test.each([
  ['no pixels', new Float32Array(), 'bad-shape'],
  ['a part of an image', new Float32Array(4), 'bad-shape'],
  ['a NaN', Float32Array.of(0, NaN, 0), 'bad-option'],
  ['no list', null, 'bad-option'],
])('%s: refused, and nothing stays in memory', async (_, given, code) => {
  const model = smallRbm(kinds[1][1]);
  expect(await refusal(() => sampleImages(model, given as Float32Array))).toBe(code);
  model.dispose();
});

test('the hidden units that are on are about as many as their probabilities say', async () => {
  const model = smallRbm(kinds[0][1], 4, 3, false);
  const { chains } = await sampleImages(model, new Float32Array(4 * 4000), { steps: 1, seed: 1 });
  const expected = tf.tidy(() => tf.mean(hiddenGiven(model, tf.zeros([1, 4]))).dataSync()[0]);
  const found = chains.reduce((sum, { active }) => sum + active, 0) / chains.length;
  expect(Math.abs(found - expected)).toBeLessThan(0.02);
  model.dispose();
});
