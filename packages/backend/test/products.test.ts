import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { startBackend } from '@interp/backend';
import { forRandom, sameOnBoth, valuesOf } from './random-cases.js';

const length = fc.integer({ min: 1, max: 40 });
const products = fc.record({
  rows: length,
  inner: length,
  columns: length,
  batch: fc.constantFrom([], [1], [3], [2, 2]),
  broadcast: fc.boolean(),
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

describe('a matrix product', () => {
  it('equals the cpu’s, transposed, batched and broadcast', () =>
    forRandom(products, ({ rows, inner, columns, batch, broadcast, transposeA, transposeB, seed }) =>
      sameOnBoth(() => {
        const a = valuesOf([...batch, ...(transposeA ? [inner, rows] : [rows, inner])], seed);
        const right = transposeB ? [columns, inner] : [inner, columns];
        const b = valuesOf([...(broadcast ? batch.map(() => 1) : batch), ...right], seed + 1);
        return tf.matMul(a, b, transposeA, transposeB);
      }),
    ));

  it('equals the cpu’s for sums longer than a cache', () =>
    sameOnBoth(() => tf.matMul(valuesOf([9, 1500], 1), valuesOf([1500, 11], 2))));

  it('has the cpu’s gradients', () =>
    forRandom(products, ({ rows, inner, columns, transposeA, transposeB, seed }) =>
      sameOnBoth(() => {
        const a = valuesOf(transposeA ? [inner, rows] : [rows, inner], seed);
        const b = valuesOf(transposeB ? [columns, inner] : [inner, columns], seed + 1);
        const product = (left: tf.Tensor, right: tf.Tensor): tf.Tensor =>
          tf.matMul(left, right, transposeA, transposeB);
        const gradients = tf.grads(product)([a, b], valuesOf([rows, columns], seed + 2));
        return tf.concat(gradients.map((gradient) => tf.reshape(gradient, [-1])));
      }),
    ));
});

describe('a matrix product with bias and activation', () => {
  const activations = ['linear', 'relu', 'relu6', 'elu', 'sigmoid'] as const;

  it('equals the cpu’s', () =>
    forRandom(
      fc.record({ product: products, activation: fc.constantFrom(...activations), biased: fc.boolean() }),
      ({ product: { rows, inner, columns, transposeA, transposeB, seed }, activation, biased }) =>
        sameOnBoth(() => {
          const a = valuesOf(transposeA ? [inner, rows] : [rows, inner], seed);
          const b = valuesOf(transposeB ? [columns, inner] : [inner, columns], seed + 1);
          const bias = biased ? valuesOf([columns], seed + 2) : undefined;
          return tf.fused.matMul({ a, b, transposeA, transposeB, activation, ...(bias && { bias }) });
        }),
    ));

  it('gives a row the same bits alone and among others', async () => {
    await startBackend('wasm');
    const [alone, among] = tf.tidy(() => {
      const x = valuesOf([20, 1100], 1) as tf.Tensor2D;
      const w = valuesOf([1100, 13], 2) as tf.Tensor2D;
      const dense = (rows: tf.Tensor2D): tf.Tensor2D =>
        tf.fused.matMul({ a: rows, b: w, bias: valuesOf([13], 3) }) as tf.Tensor2D;
      return [dense(tf.slice(x, [17, 0], [1, 1100])), tf.slice(dense(x), [17, 0], [1, 13])].map((row) => [
        ...row.dataSync(),
      ]);
    });
    expect(alone).toEqual(among);
  });
});

describe('the gradient of tf.gather', () => {
  it('equals the cpu’s, rows taken twice among them', () =>
    forRandom(
      fc.record({
        rows: length,
        width: length,
        indices: fc.array(fc.nat(1e6), { minLength: 1, maxLength: 9 }),
        seed: fc.nat(1e6),
      }),
      ({ rows, width, indices, seed }) =>
        sameOnBoth(() => {
          const taken = tf.tensor1d(
            indices.map((index) => index % rows),
            'int32',
          );
          const gather = (x: tf.Tensor): tf.Tensor => tf.gather(x, taken);
          return tf.grad(gather)(valuesOf([rows, width], seed), valuesOf([indices.length, width], seed + 1));
        }),
    ));
});
