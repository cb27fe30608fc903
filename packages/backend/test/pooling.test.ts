import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { startBackend } from '@interp/backend';
import { forRandom, sameOnBoth, valuesOf } from './random-cases.js';

const size = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });

const poolings = fc
  .record({
    shape: fc.tuple(size(1, 3), size(1, 9), size(1, 9), size(1, 7)),
    window: fc.tuple(size(1, 4), size(1, 4)),
    strides: fc.tuple(size(1, 3), size(1, 3)),
    pad: fc.constantFrom('same' as const, 'valid' as const),
    seed: size(1, 1e6),
    coarse: fc.boolean(),
  })
  .filter(({ shape, window, pad }) => pad === 'same' || (shape[1] >= window[0] && shape[2] >= window[1]));

describe.each([
  ['max-pooling', tf.maxPool],
  ['average-pooling', tf.avgPool],
] as const)('the gradient of %s', (_, pool) => {
  it('equals the cpu’s, with ties and without', () =>
    forRandom(poolings, ({ shape, window, strides, pad, seed, coarse }) =>
      sameOnBoth(() => {
        const forward = (x: tf.Tensor): tf.Tensor => pool(x as tf.Tensor4D, window, strides, pad);
        const x = valuesOf(shape, seed, coarse);
        return tf.grad(forward)(x, valuesOf(forward(x).shape, seed + 1));
      }),
    ));
});

describe('the gradient of max-pooling', () => {
  it('goes to the first maximum of a constant window', async () => {
    await startBackend('wasm');
    const gradient = tf.tidy(() => {
      const pool = (x: tf.Tensor): tf.Tensor => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid');
      return tf
        .grad(pool)(tf.fill([1, 2, 4, 1], -1), tf.tensor4d([3, 5], [1, 1, 2, 1]))
        .dataSync();
    });
    expect([...gradient]).toEqual([3, 0, 5, 0, 0, 0, 0, 0]);
  });
});
