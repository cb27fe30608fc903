import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { startBackend } from '@interp/backend';
import { forRandom, valuesOf } from './random-cases.js';

beforeAll(async () => {
  await startBackend('wasm');
});

const size = fc.integer({ min: 1, max: 41 });
const cases = fc.record({ rows: size, columns: size, inner: size, seed: fc.nat(1e6) });
const run = (name: string, inputs: tf.NamedTensorMap, attributes: object = {}): tf.Tensor[] =>
  tf.engine().runKernel<tf.Tensor[]>(name, inputs, attributes as tf.NamedAttrMap);

/** Compares results with those of plain operations, relative to the largest value. */
const same = (work: () => { actual: tf.Tensor[]; expected: tf.Tensor[] }): Promise<void> => {
  const before = tf.memory().numTensors;
  const pairs = tf.tidy(() => {
    const { actual, expected } = work();
    actual.forEach(({ shape }, i) => expect(shape).toEqual(expected[i].shape));
    return actual.map((one, i) => [one, expected[i]].map((tensor) => [...tensor.dataSync<'float32'>()]));
  });
  for (const [actual, expected] of pairs) {
    const tolerance = 2e-5 * Math.max(1e-3, ...expected.map(Math.abs));
    actual.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(tolerance));
  }
  expect(tf.memory().numTensors).toBe(before);
  return Promise.resolve();
};
const random = (shape: number[], seed: number): tf.Tensor => valuesOf(shape, seed);
/** Values of which a part is 0. */
const sparse = (shape: number[], seed: number): tf.Tensor => tf.relu(random(shape, seed));
const states = (shape: number[], seed: number): tf.Tensor => tf.cast(tf.greater(random(shape, seed), 0), 'float32');
const row = (coefficients: tf.Tensor, k: number): tf.Tensor =>
  tf.reshape(tf.slice(coefficients, [k, 0], [1, -1]), [-1]);

describe('products that pass over zeros', () => {
  it('equal the plain one', () =>
    forRandom(cases, ({ rows, columns, inner, seed }) =>
      same(() => {
        const [a, base, b] = [
          sparse([rows, inner], seed),
          random([inner], seed + 1),
          random([inner, columns], seed + 2),
        ];
        return { actual: run('SparseMatMul', { a, base, b }), expected: [tf.matMul(tf.add(a, base), b)] };
      }),
    ));

  it('equal the plain one transposed', () =>
    forRandom(cases, ({ rows, columns, inner, seed }) =>
      same(() => {
        const [a, base, b] = [
          sparse([rows, inner], seed),
          random([inner], seed + 1),
          random([rows, columns], seed + 2),
        ];
        const actual = run('SparseMatMul', { a, base, b }, { transposeA: true });
        return { actual, expected: [tf.matMul(tf.add(a, base), b, true)] };
      }),
    ));

  it('equal the plain one for states', () =>
    forRandom(cases, ({ rows, columns, inner, seed }) =>
      same(() => {
        const [a, base, b] = [
          states([rows, inner], seed),
          random([inner], seed + 1),
          random([columns, inner], seed + 2),
        ];
        return { actual: run('BinaryMatMul', { a, base, b }), expected: [tf.matMul(tf.add(a, base), b, false, true)] };
      }),
    ));
});

describe('passes over units', () => {
  it('draw binary and Gaussian ones', () =>
    forRandom(cases, ({ rows, columns, seed }) =>
      same(() => {
        const [x, by] = [random([rows, columns], seed), tf.abs(random([rows, columns], seed + 1))];
        const coefficients = random([4, columns], seed + 2);
        const chance = tf.sigmoid(tf.add(tf.mul(x, row(coefficients, 0)), row(coefficients, 1)));
        // A level that is too near to the chance may fall on either side of it.
        const level = tf.where(tf.less(tf.abs(tf.sub(by, chance)), 1e-5), tf.zerosLike(by), by);
        const on = tf.cast(tf.less(level, chance), 'float32');
        const gaussian = tf.slice(coefficients, [0, 0], [3, -1]);
        const mean = tf.add(tf.mul(x, row(coefficients, 0)), row(coefficients, 1));
        return {
          actual: [
            ...run('BinaryUnits', { x, by: level, coefficients }),
            ...run('NormalUnits', { x, by, coefficients: gaussian }),
          ],
          expected: [
            tf.add(tf.mul(on, row(coefficients, 3)), row(coefficients, 2)),
            tf.add(mean, tf.mul(by, row(coefficients, 2))),
          ],
        };
      }),
    ));

  it('scale rows and say what is in them', () =>
    forRandom(cases, ({ rows, columns, seed }) =>
      same(() => {
        const [x, gain] = [tf.sub(sparse([rows, columns], seed), 1), random([columns], seed + 1)];
        const facts = [tf.min(x), tf.max(x), tf.sum(tf.cast(tf.equal(x, -1), 'float32'))];
        return {
          actual: run('ScaledRows', { x, gain }, { centre: -1 }),
          expected: [tf.mul(tf.add(x, 1), gain), tf.stack(facts)],
        };
      }),
    ));

  it('say that a value is none', () => {
    const x = tf.tensor2d([0, NaN, 1], [1, 3]);
    const [, facts] = run('ScaledRows', { x, gain: tf.ones([3]) }, { centre: 0 });
    expect([...facts.dataSync()]).toEqual([NaN, NaN, 1]);
  });

  it('sum chances and moments', () =>
    forRandom(cases, ({ rows, columns, seed }) =>
      same(() => {
        const [x, coefficients] = [tf.mul(random([rows, columns], seed), 9), random([2, columns], seed + 1)];
        const chance = tf.sigmoid(tf.add(x, row(coefficients, 0)));
        return {
          actual: [...run('ChanceRows', { x, coefficients }, { part: 0.25 }), ...run('MomentSums', { x })],
          expected: [
            tf.mul(tf.sub(chance, row(coefficients, 1)), 0.25),
            tf.sum(chance, 0),
            tf.stack([tf.sum(x, 0), tf.sum(tf.square(x), 0)]),
          ],
        };
      }),
    ));

  it('draw the states of units along with their chances', () =>
    forRandom(cases, ({ rows, columns, seed }) =>
      same(() => {
        const [x, by] = [random([rows, columns], seed), tf.abs(random([rows, columns], seed + 1))];
        const coefficients = random([2, columns], seed + 2);
        const alone = [tf.ones([columns]), row(coefficients, 0), tf.zeros([columns]), tf.ones([columns])];
        const chances = run('ChanceRows', { x, coefficients }, { part: 0.25 });
        return {
          actual: run('ChanceRows', { x, coefficients, by }, { part: 0.25 }),
          expected: [...chances, ...run('BinaryUnits', { x, by, coefficients: tf.stack(alone) })],
        };
      }),
    ));
});

describe('moving a matrix along its gradient', () => {
  const motion = { momentum: 0.5, scale: 0.7, decay: 0.1, speed: 0.3 };
  it.each([true, false])('equals the separate operations; with momentum: %s', (withVelocity) =>
    forRandom(cases, ({ rows, columns, seed }) =>
      same(() => {
        const [values, up, down, velocity] = [0, 1, 2, 3].map((k) => random([rows, columns], seed + k));
        const shift = random([columns], seed + 4);
        const gradient = tf.add(up, down);
        const step = tf.sub(tf.mul(gradient, motion.scale), tf.mul(values, motion.decay));
        const change = withVelocity ? tf.add(step, tf.mul(velocity, motion.momentum)) : step;
        const next = tf.add(values, tf.mul(change, motion.speed));
        const coefficients = tf.tensor1d([motion.momentum, motion.scale, motion.decay, motion.speed]);
        const inputs = { values, up, down, shift, motion: coefficients, ...(withVelocity && { velocity }) };
        return {
          actual: run('MomentumRows', inputs),
          expected: [
            next,
            withVelocity ? change : tf.zeros([0]),
            tf.sum(tf.mul(gradient, values), 1),
            tf.sum(tf.mul(next, shift), 1),
            tf.sum(next, 1),
          ],
        };
      }),
    ),
  );
});

test('bytes become the values of a table', () => {
  const bytes = Uint8Array.from({ length: 300 }, (_, i) => (i * 37) & 255);
  const table = Float32Array.from({ length: 256 }, (_, p) => p / 127.5 - 1);
  const before = tf.memory().numTensors;
  const values = tf.tidy(() => {
    const inputs = { bytes: tf.tensor(bytes, [3, 100], 'bool'), table: tf.tensor1d(table) };
    return [...run('LookUp', inputs)[0].dataSync()];
  });
  expect(values).toEqual(Array.from(bytes, (byte) => table[byte]));
  expect(tf.memory().numTensors).toBe(before);
});
