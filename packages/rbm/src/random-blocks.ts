import { InterpError, randomFromState, type Random } from '@interp/core';
import { atEdge, layers, ziggurat } from './ziggurat.js';

/**
 * Random numbers by the block: what Gibbs sampling spends most of. The stream of `@interp/core` draws a normal number in about 40 ns; this
 * one in about 5.
 */
export interface RandomBlocks {
  /** Fills an array with numbers evenly spread from 0 (included) to 1 (excluded), 24 bits each. */
  uniforms(out: Float32Array): void;
  /** Fills an array with normally distributed numbers of mean 0 and standard deviation 1. */
  normals(out: Float32Array): void;
  /** Where the stream is: eight integers that {@link blocksFromState} goes on from. */
  state(): readonly number[];
}

const { imul } = Math;

/** Steps of xoshiro128** (Blackman & Vigna 2021), with the state in local variables for the length of a block. */
const fillBits = (s: Int32Array, out: Int32Array, n: number): void => {
  let [a, b, c, d] = s;
  for (let i = 0; i < n; i++) {
    const five = imul(b, 5);
    out[i] = imul((five << 7) | (five >>> 25), 9);
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
  }
  s[0] = a;
  s[1] = b;
  s[2] = c;
  s[3] = d;
};

const stream = (s: Int32Array, edges: Random): RandomBlocks => {
  let bits = new Int32Array(0);
  const draw = (n: number): Int32Array => {
    if (bits.length < n) bits = new Int32Array(n);
    fillBits(s, bits, n);
    return bits;
  };
  return {
    uniforms: (out) => {
      const drawn = draw(out.length);
      for (let i = 0; i < out.length; i++) out[i] = (drawn[i] >>> 8) / 16777216;
    },
    normals: (out) => {
      const drawn = draw(out.length);
      const { width, inside } = ziggurat;
      for (let i = 0; i < out.length; i++) {
        const word = drawn[i];
        const layer = word & (layers - 1);
        const signed = word >> 7;
        const x = (signed + 0.5) * width[layer];
        out[i] = (signed < 0 ? ~signed : signed) < inside[layer] ? x : atEdge(layer, x, edges);
      }
    },
    state: () => [...Array.from(s, (word) => word >>> 0), ...edges.state()],
  };
};

/**
 * A stream of blocks of random numbers.
 *
 * @param numbers - what it is seeded from; moves on by two children
 * @returns the stream
 */
export const randomBlocks = (numbers: Random): RandomBlocks =>
  stream(Int32Array.from(numbers.split().state()), numbers.split());

/**
 * Goes on with a stream from where its `state()` was taken.
 *
 * @param state - what `state()` gave
 * @returns a stream that gives the numbers which the other gave from there
 * @throws InterpError `bad-option` for anything that is no state
 */
export const blocksFromState = (state: readonly number[]): RandomBlocks => {
  if (state.length !== 8)
    throw new InterpError('bad-option', 'the random state is damaged; expected eight integers of 32 bits');
  const words = randomFromState(state.slice(0, 4)).state();
  return stream(Int32Array.from(words), randomFromState(state.slice(4)));
};
