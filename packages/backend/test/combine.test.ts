import * as tf from '@tensorflow/tfjs-core';
import { startBackend } from '@interp/backend';
import { valuesOf } from './random-cases.js';

const operations: Readonly<Record<string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor>> = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: tf.div,
};

const shapes: readonly (readonly [a: number[], b: number[]])[] = [
  [
    [5, 7],
    [5, 7],
  ],
  [[130], [130]],
  [[3, 33], []],
  [
    [3, 33],
    [1, 1],
  ],
  [[2], [1, 1, 1]],
  [[], [4, 5]],
  [
    [4, 1],
    [4, 5],
  ],
  [[2, 3, 4], [4]],
  [
    [0, 3],
    [0, 3],
  ],
];

beforeAll(() => startBackend('wasm'));

describe('an operation value by value', () => {
  it.each(Object.keys(operations))('has the shape and the float32 of the exact result: %s', (name) => {
    const exact = { add: (a: number, b: number) => a + b, sub: (a: number, b: number) => a - b, mul: (a: number, b: number) => a * b, div: (a: number, b: number) => a / b }[name]!; // prettier-ignore
    for (const [i, [shapeOfA, shapeOfB]] of shapes.entries()) {
      tf.tidy(() => {
        const [a, b] = [valuesOf(shapeOfA, i), valuesOf(shapeOfB, i + 100)];
        const shape = tf.backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
        const [x, y] = [a, b].map((one) => tf.broadcastTo(one, shape).dataSync());
        const found = operations[name](a, b);
        expect(found.shape).toEqual(shape);
        expect([...found.dataSync()]).toEqual([...x].map((value, at) => Math.fround(exact(value, y[at]))));
      });
    }
  });

  it('leaves whole numbers to the kernel that knows them', () => {
    tf.tidy(() => {
      const sum = tf.add(tf.tensor([2 ** 24, 1], [2], 'int32'), tf.tensor([1, 2], [2], 'int32'));
      expect([sum.dtype, ...sum.dataSync()]).toEqual(['int32', 2 ** 24 + 1, 3]);
    });
  });
});
