import { random } from '../src/index.js';
import { randomFromState } from '../src/internal.js';
import { codeOf } from '@interp/testing/refusal';
import { exactLog } from '../src/random/exact-log.js';
import { nextBits, type Words } from '../src/random/random-bits.js';

const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, v) => sum + v, 0) / values.length;
const correlation = (a: ArrayLike<number>, b: ArrayLike<number>): number => mean(Array.from(a, (v, i) => v * b[i]));

/** xoshiro128** as its authors print it, in arbitrary precision. */
const slow = (s: bigint[]): bigint => {
  const mask = 0xffffffffn;
  const turn = (x: bigint, k: bigint) => ((x << k) | (x >> (32n - k))) & mask;
  const result = (turn((s[1] * 5n) & mask, 7n) * 9n) & mask;
  const t = (s[1] << 9n) & mask;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = turn(s[3], 11n);
  return result;
};

describe('the generator', () => {
  test('gives the published numbers of xoshiro128** from 1, 2, 3, 4', () => {
    const state: Words = [1, 2, 3, 4];
    const numbers = Array.from({ length: 10 }, () => nextBits(state));
    expect(numbers).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  test('agrees with the slow transcription', () => {
    const state: Words = [0xdeadbeef, 42, 7, 0xffffffff];
    const wide = [0xdeadbeefn, 42n, 7n, 0xffffffffn];
    for (let i = 0; i < 2000; i++) expect(BigInt(nextBits(state))).toBe(slow(wide));
  });

  test("has a logarithm as good as the engine's", () => {
    const stream = random(3);
    for (let i = 0; i < 20000; i++) {
      const x = stream.uniform() * 10 ** stream.uniform(-30, 5);
      expect(Math.abs(exactLog(x) - Math.log(x))).toBeLessThanOrEqual(4e-16 * Math.max(Math.abs(Math.log(x)), 0.01));
    }
  });
});

describe('random', () => {
  test('the same seed gives these numbers on every platform', () => {
    const stream = random(1);
    expect(stream.uniform()).toBe(0.999719661935906);
    expect(stream.normal()).toBe(-1.543040312937123);
    expect(stream.integer(1000)).toBe(621);
    expect([...stream.permutation(8)]).toEqual([6, 4, 5, 7, 0, 2, 1, 3]);
    expect([...stream.uniforms(2, -1, 1)]).toEqual([0.4422001838684082, 0.26114320755004883]);
    expect([...stream.normals(3)]).toEqual([0.6256953477859497, -1.2562496662139893, 1.3593612909317017]);
    expect(stream.state()).toEqual([1784109268, 1999720502, 2620830956, 3211861461]);
    expect(stream.split().state()).toEqual([4068217360, 1251391091, 3550602479, 12305479]);
  });

  test.each([0, -1, 2 ** 32, 2 ** 53 - 1])('takes the seed %d, whose stream is its own', (seed) => {
    expect(random(seed).state()).not.toEqual(random(1).state());
    expect(random(seed).state()).not.toEqual(random(seed - 1 < -2 ? seed + 1 : seed - 1 || 5).state());
    expect(mean(random(seed).uniforms(20000))).toBeCloseTo(0.5, 1);
  });

  test.each([0.5, NaN, Infinity, 2 ** 53])('refuses the seed %d', (seed) => {
    expect(codeOf(() => random(seed))).toBe('bad-option');
  });

  test('uniform numbers fill every twentieth of the interval alike', () => {
    const counts = new Array<number>(20).fill(0);
    const n = 200_000;
    for (const value of random(5).uniforms(n, -1, 1)) counts[Math.floor((value + 1) * 10)]++;
    const square = counts.reduce((sum, count) => sum + (count - n / 20) ** 2 / (n / 20), 0);
    expect(square).toBeLessThan(43.8); // 0.1 % of the chi-square distribution of 19 degrees of freedom lies above
  });

  test('normal numbers have the moments of the normal distribution', () => {
    const values = random(6).normals(400_001, 2, 3);
    const centred = Array.from(values, (v) => (v - 2) / 3);
    expect(mean(centred)).toBeCloseTo(0, 2);
    expect(mean(centred.map((v) => v ** 2))).toBeCloseTo(1, 2);
    expect(Math.abs(mean(centred.map((v) => v ** 3)))).toBeLessThan(0.02);
    expect(Math.abs(mean(centred.map((v) => v ** 4)) - 3)).toBeLessThan(0.06);
    expect(mean(centred.map((v) => (Math.abs(v) < 1 ? 1 : 0)))).toBeCloseTo(0.6827, 2);
  });

  test('integers are unbiased and in range', () => {
    const stream = random(7);
    const counts = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) counts[stream.integer(3)]++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
    expect(stream.integer(1)).toBe(0);
    expect(stream.integer(2 ** 32)).toBeLessThan(2 ** 32);
    for (const below of [0, -1, 1.5, 2 ** 33, NaN]) expect(codeOf(() => stream.integer(below))).toBe('bad-option');
  });

  test('permutations hold each number once, each place alike', () => {
    const stream = random(8);
    expect([...stream.permutation(1000)].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    const first = Array.from({ length: 20_000 }, () => stream.permutation(4)[0]);
    for (let k = 0; k < 4; k++) expect(Math.abs(first.filter((v) => v === k).length - 5000)).toBeLessThan(300);
    expect(stream.permutation(0)).toHaveLength(0);
    expect(codeOf(() => stream.permutation(-1))).toBe('bad-option');
  });

  test('children are independent of their parent and of each other', () => {
    const parent = random(9);
    const streams = [parent.split(), parent.split(), parent.split().split(), parent].map((s) => s.normals(50_000));
    for (const [i, a] of streams.entries())
      for (const b of streams.slice(i + 1)) expect(Math.abs(correlation(a, b))).toBeLessThan(0.02);
  });

  test('a child does not depend on what its parent draws later', () => {
    const [a, b] = [random(10), random(10)];
    const [child, other] = [a.split(), b.split()];
    a.normals(100);
    expect(child.uniforms(5)).toEqual(other.uniforms(5));
  });

  test('goes on from a state that went through JSON', () => {
    const stream = random(11);
    stream.normals(7);
    const again = randomFromState(JSON.parse(JSON.stringify(stream.state())) as number[]);
    expect(again.normals(9)).toEqual(stream.normals(9));
    expect(again.permutation(20)).toEqual(stream.permutation(20));
  });

  test.each([[[]], [[0, 0, 0, 0]], [[1, 2, 3]], [[1, 2, 3, -4]], [[1, 2, 3, 0.5]], [[1, 2, 3, 2 ** 32]]])(
    'refuses the state %j',
    (state) => {
      expect(codeOf(() => randomFromState(state))).toBe('bad-option');
    },
  );
});
