import { startBackend } from '@interp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { lenet, leNetActivations } from '../src/index.js';
import { refusal } from '@interp/testing/refusal';
import { digestOf } from './toy.js';

beforeAll(async () => {
  await startBackend('wasm');
});

test("the thesis' network: layers, shapes, 336,206 parameters", () => {
  const model = lenet();
  expect(model.layers.map(({ name, outputShape }) => [name, (outputShape as number[]).slice(1)])).toEqual([
    ['conv1', [24, 24, 6]],
    ['pool1', [12, 12, 6]],
    ['conv2', [8, 8, 16]],
    ['flatten', [1024]],
    ['fc1', [300]],
    ['fc2', [84]],
    ['fc3', [10]],
  ]);
  expect(model.layers.map((layer) => layer.countParams())).toEqual([156, 0, 2416, 0, 307500, 25284, 850]);
  expect(model.countParams()).toBe(336206);
  model.dispose();
});

const slow: Record<string, (a: number) => number> = {
  sigmoid: (a) => 1 / (1 + Math.exp(-a)),
  relu: (a) => Math.max(a, 0),
  softplus: (a) => Math.log1p(Math.exp(a)),
  identity: (a) => a,
  tanh: Math.tanh,
};

test.each(leNetActivations)('%s is the activation of the hidden layers and of no other', (activation) => {
  const model = lenet({ activation, seed: 2 });
  const [kernel, bias] = model.getLayer('fc2').weights.map((weight) => weight.read());
  const units = Array.from({ length: 300 }, (_, i) => Math.sin(i));
  const [got, scores] = tf.tidy(() => {
    const hidden = model.getLayer('fc2').apply(tf.tensor2d([units])) as tf.Tensor;
    return [hidden.dataSync(), (model.getLayer('fc3').apply(hidden) as tf.Tensor).dataSync()];
  });
  const weights = kernel.dataSync();
  const expected = Array.from(bias.dataSync(), (b, j) =>
    slow[activation](units.reduce((sum, unit, i) => sum + unit * weights[i * 84 + j], b)),
  );
  expected.forEach((value, j) => expect(got[j]).toBeCloseTo(value, 4));
  const last = model.getLayer('fc3').weights[0].read().dataSync();
  const first = expected.reduce((sum, value, i) => sum + value * last[i * 10], 0);
  expect(scores[0]).toBeCloseTo(first, 4);
  model.dispose();
});

test('the seed decides the weights, whose biases are 0 and whose kernels keep to their limit', () => {
  const [first, again, other] = [1, 1, 2].map((seed) => lenet({ seed }));
  expect(digestOf(again)).toEqual(digestOf(first));
  expect(digestOf(other)).not.toEqual(digestOf(first));
  const [kernel, bias] = first.getLayer('fc3').weights.map((weight) => Array.from(weight.read().dataSync()));
  expect(bias).toEqual(new Array<number>(10).fill(0));
  const limit = Math.sqrt(6 / 94);
  expect(Math.max(...kernel.map(Math.abs))).toBeLessThanOrEqual(limit);
  expect(Math.max(...kernel.map(Math.abs))).toBeGreaterThan(0.98 * limit);
  for (const model of [first, again, other]) model.dispose();
});

test("PyTorch's first weights: kernels and biases uniform within one over the root of the fan-in, each seed its own", () => {
  const [first, again, other] = [1, 1, 2].map((seed) => lenet({ initialization: 'torch', seed }));
  expect(digestOf(again)).toEqual(digestOf(first));
  expect(digestOf(other)).not.toEqual(digestOf(first));
  for (const [name, fanIn] of Object.entries({ conv1: 25, conv2: 150, fc1: 1024, fc2: 300, fc3: 84 })) {
    const limit = 1 / Math.sqrt(fanIn);
    const [kernel, bias] = first.getLayer(name).weights.map((weight) => weight.read().dataSync<'float32'>());
    for (const values of [kernel, bias]) {
      const within = values.map((value) => value / limit);
      expect(within.every((value) => Math.abs(value) <= 1 + 1e-6)).toBe(true);
      // Of uniform numbers the mean is 0 and the mean square a third, here within five standard errors.
      const error = 5 / Math.sqrt(values.length);
      expect(Math.abs(within.reduce((sum, value) => sum + value, 0) / values.length)).toBeLessThan(
        error / Math.sqrt(3),
      );
      const square = within.reduce((sum, value) => sum + value * value, 0) / values.length;
      expect(Math.abs(square - 1 / 3)).toBeLessThan(error * Math.sqrt(4 / 45));
    }
    expect(new Set(bias).size).toBe(bias.length);
  }
  for (const model of [first, again, other]) model.dispose();
});

test('nothing is left behind', () => {
  const before = tf.memory().numTensors;
  const model = lenet({ seed: 1 });
  expect(tf.memory().numTensors).toBe(before + 10);
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test.each([
  ['an unknown activation', { activation: 'selu' as 'relu' }],
  ['an unknown initialization', { initialization: 'he' as 'torch' }],
  ['a seed that is no whole number', { seed: 0.5 }],
])('%s is refused', async (_, options) => {
  expect(await refusal(() => lenet(options))).toBe('bad-option');
});
