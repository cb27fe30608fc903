import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { startBackend } from '@interp/backend';
import { failure } from '@interp/testing/refusal';
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

const batchedIndices = (): tf.Tensor1D =>
  tf.tensor2d(
    [
      [2, 0, 2],
      [1, 1, 0],
    ],
    [2, 3],
    'int32',
  ) as unknown as tf.Tensor1D;

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
  'gathering in each batch': () => tf.gather(valuesOf([2, 3, 4, 2], 1), batchedIndices(), 2, 1),
  'gathering in each batch, along its first axis': () => tf.gather(valuesOf([2, 3, 4], 1), batchedIndices(), 1, 1),
  'einsum of a matrix product': () => tf.einsum('bij,jk->bik', valuesOf([2, 3, 4], 1), valuesOf([4, 5], 2)),
  'einsum in another order': () => tf.einsum('kij,ij->jk', valuesOf([2, 3, 4], 1), valuesOf([3, 4], 2)),
  'einsum with sums of one tensor alone': () => tf.einsum('abc,dc->db', valuesOf([2, 3, 4], 1), valuesOf([5, 4], 2)),
  'einsum to a number': () => tf.einsum('ij,ji->', valuesOf([3, 4], 1), valuesOf([4, 3], 2)),
  'einsum of one tensor': () => tf.einsum('abc->ca', valuesOf([2, 3, 4], 1)),
  'einsum that changes nothing': () => tf.einsum('ab->ab', valuesOf([2, 3], 1)),
  'grey of colours': () => tf.image.rgbToGrayscale(valuesOf([2, 3, 4, 3], 1) as tf.Tensor4D),
  'a convolution with channels first': () =>
    tf.conv2d(valuesOf([2, 3, 5, 6], 1) as tf.Tensor4D, valuesOf([3, 2, 3, 4], 2) as tf.Tensor4D, 2, 'same', 'NCHW'),
  'a transform of a batch': () =>
    tf.image.transform(
      valuesOf([2, 4, 5, 2], 1) as tf.Tensor4D,
      tf.mul<tf.Tensor2D>(valuesOf([2, 8], 3), 0.3),
      'bilinear',
    ),
  'a cast to truth values': () => tf.cast(tf.cast(valuesOf([3, 7], 1), 'bool'), 'float32'),
};

test.each(Object.entries(kernels))('%s: wasm as cpu', async (_, compute) => {
  const before = tf.memory().numTensors;
  const [wasm, cpu] = [await on('wasm', compute), await on('cpu', compute)];
  expect(tf.memory().numTensors).toBe(before);
  expect(wasm).toHaveLength(cpu.length);
  expect(wasm.every((value, i) => Math.abs(value - cpu[i]) < 1e-5)).toBe(true);
});

test('kernels that run others free what those made', async () => {
  await startBackend('wasm');
  const inBackend = (): number => (tf.backend() as unknown as { numDataIds(): number }).numDataIds();
  for (const [name, compute] of Object.entries(kernels)) {
    const before = inBackend();
    tf.tidy(() => void compute());
    expect([name, inBackend() - before]).toEqual([name, 0]);
  }
});

test.each(['cpu', 'wasm'] as const)(
  'einsum with several sums of one tensor is a sum of products, on %s',
  async (backend) => {
    await startBackend(backend);
    tf.tidy(() => {
      const [a, b] = [valuesOf([2, 3, 4], 1), valuesOf([5, 4], 2)];
      const expected = tf.matMul(b, tf.sum(a, 0), false, true);
      expect(tf.max(tf.abs(tf.sub(tf.einsum('abc,dc->db', a, b), expected))).dataSync()[0]).toBeLessThan(1e-5);
    });
  },
);

test('an index that is in no batch is refused on wasm, and leaves nothing', async () => {
  await startBackend('wasm');
  const [x, indices] = [valuesOf([2, 3, 4], 1), tf.tensor2d([[0], [7]], [2, 1], 'int32')];
  expect(await failure(() => tf.gather(x, indices, 1, 1))).toMatchObject({
    message: expect.stringContaining('index value 7') as string,
  });
  tf.dispose([x, indices]);
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
