import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { startBackend } from '@interp/backend';
import { valuesOf } from './random-cases.js';

const on = async (backend: 'cpu' | 'wasm', compute: () => tf.Tensor): Promise<number[]> => {
  await startBackend(backend);
  return tf.tidy(() => Array.from(compute().dataSync()));
};

test('tanh on wasm is as near to 1 as on cpu, and exact to two units in the last place', async () => {
  await startBackend('wasm');
  const x = Float32Array.from({ length: 24_001 }, (_, i) => (i - 12_000) / 1000);
  const y = tf.tanh(tf.tensor1d(x)).dataSync();
  const wanted = x.map((v) => Math.tanh(v));
  const ulps = (a: Float32Array): Int32Array => new Int32Array(a.buffer);
  const [found, expected] = [ulps(Float32Array.from(y)), ulps(wanted)];
  expect(x.every((_, i) => Math.abs(found[i] - expected[i]) <= 2)).toBe(true);
  expect(x.every((v, i) => Math.abs(v) < 8 || y[i] === wanted[i])).toBe(true);
});

const kernels: Readonly<Record<string, () => tf.Tensor>> = {
  'max-pooling over volumes of negative values': () =>
    tf.maxPool3d(tf.neg(tf.abs(valuesOf([2, 4, 3, 4, 2], 1))) as tf.Tensor5D, 2, 1, 'same'),
  'its gradient': () =>
    tf.grad((x) => tf.maxPool3d(x as tf.Tensor5D, [2, 1, 3], [1, 2, 1], 'valid'))(
      tf.neg(tf.abs(valuesOf([2, 4, 3, 4, 2], 1))),
    ),
  'a transposed convolution over volumes': () =>
    tf.conv3dTranspose(
      valuesOf([2, 3, 2, 2, 2], 1) as tf.Tensor5D,
      valuesOf([2, 3, 2, 3, 2], 2) as tf.Tensor5D,
      [2, 6, 4, 4, 3],
      2,
      'same',
    ),
  'the gradient of a convolution over volumes': () =>
    tf.grad((x) => tf.conv3d(x as tf.Tensor5D, valuesOf([2, 2, 2, 2, 3], 2) as tf.Tensor5D, [1, 2, 1], 'same'))(
      valuesOf([2, 3, 4, 3, 2], 1),
    ),
  'a cast to truth values': () => tf.cast(tf.cast(valuesOf([3, 7], 1), 'bool'), 'float32'),
};

test.each(Object.entries(kernels))('%s: wasm as cpu', async (_, compute) => {
  const [wasm, cpu] = [await on('wasm', compute), await on('cpu', compute)];
  expect(wasm).toHaveLength(cpu.length);
  expect(wasm.every((value, i) => Math.abs(value - cpu[i]) < 1e-5)).toBe(true);
});

test.each(['cpu', 'wasm'] as const)('batch normalisation along another axis than the last, on %s', async (backend) => {
  await startBackend(backend);
  const before = tf.memory().numTensors;
  const largest = tf.tidy(() => {
    const x = valuesOf([2, 3, 4, 2], 1) as tf.Tensor4D;
    const [mean, shift, gain] = [2, 3, 4].map((seed) => valuesOf([1, 3, 1, 1], seed) as tf.Tensor4D);
    const variance = tf.add<tf.Tensor4D>(tf.square(valuesOf([1, 3, 1, 1], 5)), 0.5);
    const expected = tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 0.01))), gain), shift);
    const plain = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-3)));
    const found = [
      tf.sub(tf.batchNorm4d(x, mean, variance, shift, gain, 0.01), expected),
      tf.sub(tf.batchNorm4d(x, mean, variance), plain),
    ];
    return Math.max(...found.map((difference) => tf.max(tf.abs(difference)).dataSync()[0]));
  });
  expect(largest).toBeLessThan(1e-5);
  expect(tf.memory().numTensors).toBe(before);
});
