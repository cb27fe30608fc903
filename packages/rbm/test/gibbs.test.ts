import { startBackend } from '@interp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { binary, cho, gibbs, type Rbm } from '../src/index.js';
import { refusal } from '@interp/testing/refusal';
import { allStates, kinds, slowEnergy, slowLogDensity, smallRbm } from './small-rbms.js';

beforeAll(async () => {
  await startBackend('wasm');
});

/** Pearson's chi-squared for counts against expected parts. */
const chiSquared = (counts: number[], parts: number[]): number => {
  const n = counts.reduce((a, b) => a + b, 0);
  return counts.reduce((sum, count, k) => sum + (count - n * parts[k]) ** 2 / (n * parts[k]), 0);
};
const parts = (weights: number[]): number[] => {
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / total);
};
const run = async (model: Rbm, chains: number, steps: number): Promise<{ v: number[][]; h: number[][] }> => {
  const start = tf.zeros([chains, model.visible]);
  const { visible, means, hidden } = await gibbs(model, start, { steps, seed: 11 });
  const v = (await visible.array()) as number[][];
  const h = await hidden.array();
  tf.dispose([start, visible, means, hidden]);
  return { v, h };
};
const indexOf = (state: number[]): number => state.reduce((sum, on, u) => sum + on * 2 ** u, 0);

test('3 x 2: visible states follow the enumerated distribution', async () => {
  const before = tf.memory().numTensors;
  const model = smallRbm(binary, 3, 2);
  const { v } = await run(model, 6_000, 30);
  const counts = new Array<number>(8).fill(0);
  for (const state of v) counts[indexOf(state)]++;
  const expected = parts(allStates(3).map((state) => Math.exp(slowLogDensity(model, state))));
  expect(chiSquared(counts, expected)).toBeLessThan(24.3); // seven degrees of freedom: once in a thousand
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test.each(kinds.filter(([, variant]) => variant.continuous))('%s: hidden states do', async (_, variant, perPixel) => {
  const model = smallRbm(variant, 2, 2, perPixel);
  const { h } = await run(model, 6_000, 30);
  const counts = new Array<number>(4).fill(0);
  for (const state of h) counts[indexOf(state)]++;
  const step = 0.2;
  const weights = allStates(2).map((state) => {
    let sum = 0;
    for (let x = -12; x <= 12; x += step)
      for (let y = -12; y <= 12; y += step) sum += Math.exp(-slowEnergy(model, [x, y], state));
    return sum;
  });
  expect(chiSquared(counts, parts(weights))).toBeLessThan(16.3);
  model.dispose();
});

test('the same seed gives the same samples, another one others; stopped early it says how far it came', async () => {
  const model = smallRbm(cho, 4, 3);
  const start = tf.zeros([5, 4]);
  const samples = async (seed: number): Promise<number[]> => {
    const { visible, means, hidden } = await gibbs(model, start, { steps: 7, seed });
    const values = Array.from(await visible.data());
    tf.dispose([visible, means, hidden]);
    return values;
  };
  expect(await samples(1)).toEqual(await samples(1));
  expect(await samples(1)).not.toEqual(await samples(2));
  const stop = new AbortController();
  stop.abort();
  const early = await gibbs(model, start, { steps: 7, signal: stop.signal });
  expect(early.steps).toBe(1);
  tf.dispose([early.visible, early.means, early.hidden]);
  expect(await refusal(() => gibbs(model, start, { steps: 0 }))).toBe('bad-option');
  start.dispose();
  model.dispose();
});
