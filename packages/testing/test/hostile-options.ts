import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';

const disposed = (): tf.Tensor => {
  const tensor = tf.scalar(1);
  tensor.dispose();
  return tensor;
};

/** What nobody means. Numbers are small, so that what is taken comes to its end. Tensors are made where they are asked for. */
export const hostileValues: readonly (() => unknown)[] = [
  ...[NaN, Infinity, -Infinity, -1, -0, 0, 1e-320, 0.5, 1, 1.5, 2, 3, -1e308],
  ...['', '1', 'constructor', '__proto__', 'toString', 'all', 'random', 'http://['],
  ...[undefined, null, true, false, [], {}, [NaN], [1, 2], [[]], { length: 3 }, 2n, Symbol.iterator],
  ...[[undefined], [null, null], [2, 1], ['__proto__'], new Array(2), { at: [NaN] }, new Map(), new Date(0)],
  ...[new Float32Array(2), new Float32Array([NaN]), new Uint8Array(3), new DataView(new ArrayBuffer(2)), /x/],
]
  .map((value) => (): unknown => value)
  .concat([
    () => (): number => NaN,
    () => (): undefined => undefined,
    () => (): object => ({}),
    () => tf.tensor([NaN]),
    () => tf.ones([2, 28, 28, 1]),
    () => tf.tensor(['text']),
    disposed,
  ]);

/** An object with some of these names, and values of all kinds. */
export const hostileOptions = (names: readonly string[]): fc.Arbitrary<object> =>
  fc
    .dictionary(fc.constantFrom(...names), fc.constantFrom(...hostileValues), {
      minKeys: 1,
      maxKeys: 3,
      noNullPrototype: true,
    })
    .map((makers) => Object.fromEntries(Object.entries(makers).map(([name, make]) => [name, make()])));

/** What a file of JSON may hold to change the prototype of all objects, with the names of the options. */
export const pollutingOptions = (names: readonly string[]): readonly object[] => {
  const polluted = Object.fromEntries(names.map((name) => [name, 'polluted']));
  return [
    JSON.parse(`{ "__proto__": ${JSON.stringify(polluted)} }`),
    { constructor: { ...polluted, prototype: polluted } },
    { prototype: polluted, toString: 'polluted', hasOwnProperty: 'polluted' },
  ] as readonly object[];
};
