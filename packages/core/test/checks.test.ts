import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { checkBatch, checkClass, classOf } from '../src/internal.js';
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

describe('classOf', () => {
  const names = ['apple', 'pear', 'a, b', '3', 'twin', 'twin', '17'];
  const net = { classes: 7 };
  test.each<[string, number]>([
    ['0', 0],
    ['6', 6],
    [' 2 ', 2],
    ['pear', 1],
    ['a, b', 2],
    ['3', 3],
    ['17', 6],
  ])('%j is class %i', (wanted, expected) => expect(classOf(net, wanted, names)).toBe(expected));

  test('a number is the number of a class, though another class is called so', () =>
    expect(classOf({ classes: 3 }, '1', ['1', '2', '3'])).toBe(1));

  test.each<[string, readonly string[], string]>([
    [
      'appel',
      names,
      'class "appel" does not exist; expected a class by its number, 0 to 6, or its name; the nearest is "apple"',
    ],
    [
      'APPLE',
      names,
      'class "APPLE" does not exist; expected a class by its number, 0 to 6, or its name; the nearest is "apple"',
    ],
    [
      'zebra',
      names,
      'class "zebra" does not exist; expected a class by its number, 0 to 6, or its name, one of apple, pear, a, b, 3 and 3 more',
    ],
    ['twin', names, '"twin" is the name of the classes 4, 5; expected one class; give its number'],
    [
      '700',
      names,
      'class 700 does not exist; expected a class by its number, 0 to 6, or its name, one of apple, pear, a, b, 3 and 3 more',
    ],
    ['7', [], 'class 7 does not exist; expected a whole number from 0 to 6'],
    ['-1', [], 'class -1 does not exist; expected a whole number from 0 to 6'],
    ['0.5', [], 'class 0.5 does not exist; expected a whole number from 0 to 6'],
    ['', [], 'class "" does not exist; expected a class by its number, 0 to 6; the classes have no names'],
    ['x', [], 'class "x" does not exist; expected a class by its number, 0 to 6; the classes have no names'],
  ])('%j among %j is refused', (wanted, among, message) =>
    expect(messageOf(() => classOf(net, wanted, among))).toBe(`bad-class: ${message}`),
  );
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
