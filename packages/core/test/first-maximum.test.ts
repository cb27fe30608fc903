import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { classifier, random } from '@interp/core';
import { useLastMaximum } from '@interp/testing/last-maximum-backend';
import { randomise } from '@interp/testing/small-models';

const useCpu = async (): Promise<void> => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
};

type Pooling = Parameters<typeof layers.maxPooling2d>[0];

const inputShape = [7, 8, 2];
const shape = [3, ...inputShape];
const size = shape.reduce((a, b) => a * b, 1);

/** Zeros and ones: windows are full of ties. */
const tied = (): tf.Tensor => tf.tensor(Array.from(random(1).uniforms(size), Math.round), shape);

const gradientOn = async (use: () => Promise<void>, pooling: Pooling): Promise<number[]> => {
  await use();
  const net = randomise(
    sequential({
      layers: [layers.maxPooling2d({ ...pooling, inputShape }), layers.flatten(), layers.dense({ units: 3 })],
    }),
    2,
  );
  const x = tied();
  const count = tf.memory().numTensors;
  const { logits, gradient } = classifier(net).gradient(x, (l) => tf.onesLike(l));
  const values = Array.from(await gradient.data());
  tf.dispose([logits, gradient]);
  expect(tf.memory().numTensors).toBe(count);
  net.dispose();
  x.dispose();
  return values;
};

const cases: readonly [string, Pooling][] = [
  ['windows side by side, a row left over', { poolSize: 2 }],
  ['overlapping windows', { poolSize: 3, strides: 2 }],
  ['overlapping windows, same padding', { poolSize: 3, strides: 2, padding: 'same' }],
  ['windows of one stride, same padding', { poolSize: [2, 4], strides: 1, padding: 'same' }],
  ['windows apart', { poolSize: 2, strides: 3 }],
  ['windows apart, same padding', { poolSize: [1, 2], strides: [2, 3], padding: 'same' }],
  ['one window', { poolSize: [7, 8] }],
];

test.each(cases)('a tie goes to the first maximum where the backend gives it to the last: %s', async (_, pooling) => {
  const usual = tf.getGradient('MaxPool');
  const found = await gradientOn(useLastMaximum, pooling);
  expect(tf.getGradient('MaxPool')).toBe(usual);
  const expected = await gradientOn(useCpu, pooling);
  expect(Math.max(...found.map((value, i) => Math.abs(value - expected[i])))).toBeLessThan(1e-5);
});

test("TensorFlow.js' own tape is as it was", async () => {
  await useLastMaximum();
  const x = tf.ones<tf.Rank.R4>([1, 2, 2, 1]);
  const pooled = (v: tf.Tensor): tf.Tensor => tf.maxPool(v as tf.Tensor4D, 2, 2, 'valid');
  expect(Array.from(await tf.grad(pooled)(x).data())).toEqual([0, 0, 0, 1]);
});
