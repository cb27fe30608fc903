import { random } from '@interp/core';
import { startBackend } from '@interp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { blocksFromState, randomBlocks, type RandomBlocks } from '../src/sampling/random-blocks.js';
import { refusal } from '@interp/testing/refusal';

beforeAll(async () => {
  await startBackend('wasm');
});

const n = 400_000;
type Kind = 'normals' | 'uniforms';
const valuesOf = (numbers: RandomBlocks, kind: Kind, size: number): Float32Array => {
  const tensor = numbers[kind]([size]);
  const values = tensor.dataSync<'float32'>().slice();
  tensor.dispose();
  return values;
};
const drawn = (kind: Kind): Float32Array => valuesOf(randomBlocks(random(7)), kind, n);
/** The normal distribution function, by a continued sum (Marsaglia 2004). */
const cumulative = (x: number): number => {
  let [sum, term] = [x, x];
  for (let k = 3; Math.abs(term) > 1e-17; k += 2) sum += term *= (x * x) / k;
  return 0.5 + (sum * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
};
/** Largest distance to a distribution function, times √n: 1.95 is passed once in a thousand (Kolmogorov & Smirnov). */
const distance = (values: Float32Array, at: (x: number) => number): number => {
  const sorted = values.slice().sort();
  return sorted.reduce((most, x, i) => Math.max(most, Math.abs(at(x) - (i + 0.5) / n)), 0) * Math.sqrt(n);
};

test('normals are normally distributed, to the tails', () => {
  const values = drawn('normals');
  expect(distance(values, cumulative)).toBeLessThan(1.95);
  const moment = (k: number): number => values.reduce((sum, x) => sum + x ** k, 0) / n;
  expect(Math.abs(moment(1))).toBeLessThan(4 / Math.sqrt(n));
  expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
  expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
  const beyond = values.filter((x) => Math.abs(x) > 3.6541528853610088).length;
  const expected = 2 * n * (1 - cumulative(3.6541528853610088));
  expect(Math.abs(beyond - expected)).toBeLessThan(4 * Math.sqrt(expected));
});

test('uniforms are evenly spread over [0, 1)', () => {
  const values = drawn('uniforms');
  expect(distance(values, (x) => x)).toBeLessThan(1.95);
  expect(values.every((x) => x >= 0 && x < 1)).toBe(true);
});

test('neighbours are unrelated', () => {
  const values = drawn('normals');
  let sum = 0;
  for (let i = 1; i < n; i++) sum += values[i] * values[i - 1];
  expect(Math.abs(sum / n)).toBeLessThan(4 / Math.sqrt(n));
});

test('goes on from its state, whatever was drawn before', () => {
  const numbers = randomBlocks(random(3));
  valuesOf(numbers, 'normals', 1001);
  const again = blocksFromState(numbers.state());
  for (const kind of ['normals', 'uniforms'] as const)
    expect(valuesOf(again, kind, 999)).toEqual(valuesOf(numbers, kind, 999));
});

test('compiled and plain the same numbers, none of them left behind', async () => {
  const draws = (): number[] => {
    const numbers = randomBlocks(random(5));
    const values = [1, 2, 3, 5, 100_003].flatMap((size) =>
      (['normals', 'uniforms'] as const).flatMap((kind) => [...valuesOf(numbers, kind, size)]),
    );
    return [...values, ...numbers.state()];
  };
  const before = tf.memory().numTensors;
  const inWasm = draws();
  expect(tf.getKernel('NormalBlock', 'wasm')).toBeDefined();
  await startBackend('cpu');
  expect(tf.getKernel('NormalBlock', 'cpu')).toBeUndefined();
  expect(draws()).toEqual(inWasm);
  await startBackend('wasm');
  expect(tf.memory().numTensors).toBe(before);
});

test('the first numbers of a seed, on every machine', () => {
  const numbers = randomBlocks(random(1));
  expect([...valuesOf(numbers, 'normals', 4)]).toMatchInlineSnapshot(`
   [
     0.5066721439361572,
     0.18397600948810577,
     -1.22335684299469,
     -1.6952574253082275,
   ]
  `);
});

test('refuses a damaged state', async () => {
  expect(await refusal(() => blocksFromState([1, 2]))).toBe('bad-option');
});
