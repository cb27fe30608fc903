import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { checkBatch, checkClass } from '../src/internal.js';
import { refusedNow } from '@interp/testing/refusal';

beforeAll(async () => {
  Object.assign(tf.backend(), { firstUse: false });
  await tf.setBackend('cpu');
});

const messageOf = (work: () => void): string => {
  const refusal = refusedNow(work);
  return refusal ? `${refusal.code}: ${refusal.message}` : 'taken';
};

describe('checkClass', () => {
  test('takes the classes there are and no others', () => {
    for (let c = 0; c < 10; c++) checkClass({ classes: 10 }, c);
    for (const c of [-1, 10, 0.5, NaN, Infinity])
      expect(messageOf(() => checkClass({ classes: 10 }, c))).toBe(
        `bad-class: class ${String(c)} does not exist; expected a whole number from 0 to 9`,
      );
  });
});

describe('checkBatch', () => {
  const shape = { inputShape: [2, 2, 1] };
  test.each<[string, () => tf.Tensor, string]>([
    ['a batch', () => tf.zeros([3, 2, 2, 1]), 'taken'],
    ['int32', () => tf.zeros([1, 2, 2, 1], 'int32'), 'taken'],
    ['no batch axis', () => tf.zeros([2, 2, 1]), 'bad-shape: the batch has the shape [2, 2, 1]; expected [n, 2, 2, 1]'],
    ['another shape', () => tf.zeros([1, 2, 1, 2]), 'bad-shape: the batch has the shape [1, 2, 1, 2]'],
    ['no image', () => tf.zeros([0, 2, 2, 1]), 'bad-shape: the batch is empty'],
    ['bool', () => tf.zeros([1, 2, 2, 1], 'bool'), 'bad-value: the batch holds bool values'],
    ['NaN', () => tf.tensor4d([0, 0, 0, 0, 0, NaN, 0, 0], [2, 2, 2, 1]), 'bad-value: image 1 of the batch holds NaN'],
    ['infinity', () => tf.fill([1, 2, 2, 1], -Infinity), 'bad-value: image 0 of the batch holds -Infinity'],
  ])('%s', (_, make, expected) => {
    const before = tf.memory().numTensors;
    const x = make();
    expect(messageOf(() => checkBatch(shape, x))).toContain(expected);
    x.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
