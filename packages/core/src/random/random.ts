import { checkNumber, InterpError, shownValue } from '@interp/checks';
import { newFloats } from '../numeric/new-floats.js';
import { exactLog } from './exact-log.js';
import { nextBits, scramble, type Words } from './random-bits.js';

/**
 * A random number generator that gives the same numbers on every platform: it uses only arithmetic that IEEE 754 and ECMAScript specify
 * to the last bit.
 */
export interface Random {
  /** One uniform number from `low` (default 0, included) to `high` (default 1, excluded except for rounding), 53 bits. */
  uniform(low?: number, high?: number): number;
  /** One normally distributed number of the given mean (default 0) and standard deviation (default 1). */
  normal(mean?: number, sd?: number): number;
  /** One integer from 0 to `below - 1`, unbiased; `below` from 1 to 2³². */
  integer(below: number): number;
  /** The integers from 0 to `n - 1` in random order. */
  permutation(n: number): Uint32Array;
  /** `n` uniform numbers as float32, 24 bits each. */
  uniforms(n: number, low?: number, high?: number): Float32Array;
  /** `n` normally distributed numbers. */
  normals(n: number, mean?: number, sd?: number): Float32Array;
  /** An independent generator. This one advances, so that the next call gives another. */
  split(): Random;
  /** The state, from which `randomFromState` continues: four integers from 0 to 2³² - 1. */
  state(): readonly number[];
}

// Taken from Math once: test runners look that name up at each use, which takes longer than all the rest.
const { imul, sqrt } = Math;

const count = (n: number): number => {
  checkNumber('n', n, { min: 0, max: 2 ** 32 - 1, integer: true });
  return n;
};

const stream = (s: Words): Random => {
  const bits = (): number => nextBits(s);
  const unit = (): number => ((bits() >>> 5) * 67108864 + (bits() >>> 6)) / 9007199254740992;
  /** A point of the unit disc and the factor that makes two normals of it (Marsaglia & Bray 1964). */
  const pair = (): readonly [number, number] => {
    for (;;) {
      const u = 2 * unit() - 1;
      const v = 2 * unit() - 1;
      const square = u * u + v * v;
      if (square < 1 && square > 0) {
        const factor = sqrt((-2 * exactLog(square)) / square);
        return [u * factor, v * factor];
      }
    }
  };
  const integerBelow = (below: number): number => {
    const limit = 2 ** 32 - (2 ** 32 % below);
    for (;;) {
      const drawn = bits();
      if (drawn < limit) return drawn % below;
    }
  };
  return {
    uniform: (low = 0, high = 1) => low + (high - low) * unit(),
    normal: (mean = 0, sd = 1) => mean + sd * pair()[0],
    integer: (below) => {
      checkNumber('below', below, { min: 1, max: 2 ** 32, integer: true });
      return integerBelow(below);
    },
    permutation: (n) => {
      const order = Uint32Array.from({ length: count(n) }, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const j = integerBelow(i + 1);
        [order[i], order[j]] = [order[j], order[i]];
      }
      return order;
    },
    uniforms: (n, low = 0, high = 1) => {
      const numbers = newFloats(count(n));
      for (let i = 0; i < n; i++) numbers[i] = low + (high - low) * ((bits() >>> 8) / 16777216);
      return numbers;
    },
    normals: (n, mean = 0, sd = 1) => {
      const numbers = newFloats(count(n));
      for (let i = 0; i < n; i += 2) {
        const [first, second] = pair();
        numbers[i] = mean + sd * first;
        if (i + 1 < n) numbers[i + 1] = mean + sd * second;
      }
      return numbers;
    },
    split: () => stream(scramble([bits(), bits(), bits(), bits()])),
    state: () => s.map((word) => word >>> 0),
  };
};

/**
 * A random number generator (xoshiro128**) from a seed: the same numbers in every browser and in Node.js.
 *
 * @param seed - an integer, also a negative one, of at most 53 bits
 * @returns the stream
 * @throws InterpError `bad-option` for an invalid seed
 *
 * @example
 * ```ts
 * import { random } from '@interp/core';
 *
 * const stream = random(1);
 * const start = stream.uniforms(784, -1, 1);
 * const order = stream.permutation(60000);
 * const child = stream.split(); // a stream of its own for another part of the work
 * ```
 */
export const random = (seed: number): Random => {
  if (!Number.isSafeInteger(seed))
    throw new InterpError('bad-option', `the seed is ${shownValue(seed)}; expected a whole number; give for example 1`);
  const high = Math.floor(seed / 2 ** 32);
  return stream(scramble([seed >>> 0, high >>> 0, 0x243f6a88, 0x85a308d3]));
};

/**
 * A random number generator for one image: it depends on the seed and on the image, not on the image's place among others.
 *
 * @param seed - an integer, also a negative one, of at most 53 bits
 * @param image - its values; borrowed
 * @returns the stream
 * @throws InterpError `bad-option` for an invalid seed
 */
export const randomForImage = (seed: number, image: Float32Array): Random => {
  // Adding 0 turns -0 into 0, which is the same value with other bits.
  const words = new Int32Array(image.map((value) => value + 0).buffer);
  let [one, other] = [0x243f6a88, 0x85a308d3];
  for (const word of words) {
    one = imul(one ^ word, 0x9e3779b1);
    one ^= one >>> 15;
    other = imul(other ^ word, 0x85ebca6b);
    other ^= other >>> 13;
  }
  const [a, b, c, d] = random(seed).state();
  return stream(scramble([a, b, c ^ one, d ^ other]));
};

/**
 * Restores a random number generator from its `state()`.
 *
 * @param state - the result of `state()`
 * @returns a generator that gives the same numbers from there on
 * @throws InterpError `bad-option` for an invalid state
 */
export const randomFromState = (state: readonly number[]): Random => {
  const sound =
    state.length === 4 &&
    state.every((word) => Number.isInteger(word) && word >= 0 && word < 2 ** 32) &&
    state.some((word) => word !== 0);
  if (!sound)
    throw new InterpError('bad-option', 'the random state is damaged; expected four integers of 32 bits, not all 0');
  return stream([...state] as Words);
};
