import { random } from '@interp/core';
import { blocksFromState, randomBlocks } from '../src/random-blocks.js';
import { refusal } from './refusal.js';

const n = 400_000;
const drawn = (kind: 'normals' | 'uniforms'): Float32Array => {
  const out = new Float32Array(n);
  randomBlocks(random(7))[kind](out);
  return out;
};
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
  const beyond = values.filter((x) => Math.abs(x) > 3.442619855899).length;
  const expected = 2 * n * (1 - cumulative(3.442619855899));
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
  numbers.normals(new Float32Array(1001));
  const again = blocksFromState(numbers.state());
  const [a, b] = [new Float32Array(999), new Float32Array(999)];
  numbers.normals(a);
  again.normals(b);
  expect(b).toEqual(a);
  numbers.uniforms(a);
  again.uniforms(b);
  expect(b).toEqual(a);
});

test('refuses a damaged state', async () => {
  expect(await refusal(() => blocksFromState([1, 2]))).toBe('bad-option');
});
