import { startBackend } from '@interp/backend';
import { random } from '@interp/core';
import { refusal } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { convolutionalGenerator, generator } from '../src/index.js';

beforeAll(async () => {
  await startBackend('wasm');
});

const latentSize = 9;
const classes = 4;
const codes = Array.from({ length: 60 }, (_, i) => Array.from(random(i + 1).normals(latentSize)));
const named = codes.map((z) => z.slice(0, classes));
const winner = (numbers: readonly number[]): number => numbers.indexOf(Math.max(...numbers));

const weightsOf = (model: LayersModel): number[][] => model.weights.map((one) => Array.from(one.read().dataSync()));

/** A dense layer, written out. */
const dense = (x: readonly number[], kernel: readonly number[], bias: readonly number[], from = 0): number[] =>
  bias.map((start, unit) =>
    x.reduce((sum, one, i) => sum + (i < from ? 0 : one * kernel[i * bias.length + unit]), start),
  );

test('a dense generator begins with units that each belong to a class and count the comparisons that it wins', () => {
  const model = generator({ latentSize, classes, hidden: [20, 34], outputShape: [2], seed: 3 });
  const [kernel1, bias1, kernel2, bias2] = weightsOf(model);
  model.dispose();
  const comparing = 12;
  for (const z of codes) {
    const first = dense(z, kernel1, bias1).map((one) => Math.max(one, 0));
    const all = dense(first, kernel2, bias2);
    const others = dense(
      first,
      kernel2,
      bias2.map(() => 0),
      comparing,
    );
    for (let unit = 0; unit < 34; unit++) {
      const own = unit % classes;
      const won = z
        .slice(0, classes)
        .reduce(
          (sum, rival, j) => (j === own ? sum : sum + Math.min(1, Math.max(0, (z[own] - rival) / 0.04 + 0.5))),
          0,
        );
      const share = unit < 32 ? 3 * (won - (classes - 1.25)) : 0;
      expect(all[unit] - others[unit]).toBeCloseTo(share, 3);
    }
  }
});

test('where the hidden layers are too small for that, the numbers that name a class only weigh four times as much', () => {
  const [plain, named4] = [1, 4].map((count) => {
    const model = generator({ latentSize, classes: count, hidden: [14, 34], outputShape: [2], seed: 3 });
    const weights = weightsOf(model);
    model.dispose();
    return weights;
  });
  expect(named4[0]).toEqual(plain[0].map((one, i) => (i < classes * 14 ? Math.fround(4 * one) : one)));
  expect(named4.slice(1)).toEqual(plain.slice(1));
});

test('a convolutional generator begins with two layers that say which number is the largest, and pass the others on', () => {
  const model = convolutionalGenerator({ latentSize, classes, channels: [2, 2], outputShape: [4, 4, 1], seed: 3 });
  const found = tf.tidy(() => {
    const [compare, decide] = model.layers;
    return (decide.apply(compare.apply(tf.tensor2d(codes))) as tf.Tensor2D).arraySync();
  });
  model.dispose();
  found.forEach((row, i) => {
    row.forEach((value, unit) => {
      const z = codes[i];
      const won = named[i].reduce((sum, rival, j) => (j === unit ? sum : sum + Math.tanh(50 * (z[unit] - rival))), 0);
      const expected = unit < classes ? Math.tanh(3 * (won - (classes - 2))) : Math.tanh(Math.tanh(0.8 * z[unit]));
      expect(value).toBeCloseTo(expected, 4);
    });
  });
  const clear = named.map((numbers) => numbers.toSorted((a, b) => b - a)).map(([a, b]) => a - b > 0.05);
  expect(clear.filter(Boolean).length).toBeGreaterThan(40);
  found.forEach((row, i) => {
    if (clear[i])
      row
        .slice(0, classes)
        .forEach((one, unit) => expect(Math.sign(one - 0.9)).toBe(unit === winner(named[i]) ? 1 : -1));
  });
});

test.each([generator, convolutionalGenerator])('more classes than numbers in a code are refused', async (make) => {
  expect(await refusal(() => make({ latentSize: 9, classes: 10 }))).toBe('bad-option');
});
