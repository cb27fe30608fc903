import type { Kernel } from '../src/bound-kernels.js';
import { kernelBounds } from '../src/kernel-bounds.js';
import type { Content, Pick, Place } from './case-content.js';
import { argumentsOf } from './kernel-arguments.js';

/** A buffer of a case. */
export interface Buffer {
  readonly offset: number;
  readonly bytes: number;
  readonly content: Content;
}

/** A call of a kernel with random sizes. */
export interface KernelCase {
  readonly kernel: string;
  readonly values: readonly number[];
  readonly buffers: readonly Buffer[];
}

/** Numbers from 0 to 1 by a linear congruential generator; the same seed gives the same. */
const numbersOf = (seed: number): (() => number) => {
  let state = (seed * 2654435761) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
};

/** The kernels that there are cases of. */
export const kernelNames: readonly string[] = Object.keys(argumentsOf);

/** Where the first buffer begins; the place 0 means that there is none. */
const first = 1024;

/**
 * A case of a kernel.
 *
 * @param kernel - its name
 * @param seed - a case for each
 * @returns its arguments, and the buffers that they name, with some bytes between them
 */
export const kernelCase = (kernel: string, seed: number): KernelCase => {
  const number = numbersOf(seed);
  const buffers: Buffer[] = [];
  let end = first;
  const pick: Pick = (least, most) => {
    const share = number() < 0.5 ? number() ** 2 : number();
    return least + Math.min(most - least, Math.floor(share * (most - least + 1)));
  };
  const place: Place = (size, content = 'values') => {
    const offset = end;
    buffers.push({ offset, bytes: 4 * size, content });
    end += 4 * size + 4 * (1 + (buffers.length % 3));
    return offset;
  };
  return { kernel, values: argumentsOf[kernel](pick, place, number), buffers };
};

/**
 * Where a case's memory ends.
 *
 * @param tried - the case
 * @returns bytes, a page more than its last buffer needs, in which nothing may change
 */
export const endOfCase = ({ buffers }: KernelCase): number => buffers.at(-1)!.offset + buffers.at(-1)!.bytes + 4096;

/**
 * What a kernel reads and writes.
 *
 * @param kernel - its name
 * @param values - its arguments
 * @returns for each buffer where it begins, and the bytes from there on that the kernel may reach
 */
export const reached = (kernel: string, values: readonly number[]): Map<number, number> => {
  const found = new Map<number, number>();
  const note = (offset: number, bytes: number): void => {
    if (offset > 0) found.set(offset, Math.max(bytes, found.get(offset) ?? 0));
  };
  kernelBounds[kernel].reach(values, note, note);
  return found;
};

const strange = [0, -0, 1, -1, 0.5, -0.5, 1e-30, -1e-30, 1e30, -1e30, 88, -88, Infinity, -Infinity];

/** A value of a buffer. */
const valueOf = (content: Content, number: () => number): number => {
  const uniform = number() * 2 - 1;
  switch (content) {
    case 'wild':
      return number() < 0.2 ? strange[Math.floor(number() * strange.length)] : uniform * 20;
    case 'positive':
      return Math.abs(uniform);
    case 'sparse':
      return number() < 0.6 ? (number() < 0.5 ? 0 : -0) : uniform;
    case 'binary':
      return number() < 0.5 ? 0 : 1;
    case 'levels':
      return number();
    case 'table':
      return number() * 2 ** 23;
    default:
      return uniform;
  }
};

/** Terms and columns, given the arguments of a kernel that takes lists. */
const listedSizes = (values: readonly number[]): [inner: number, columns: number] =>
  values.length === kernelBounds['signedSums'].length ? [values[5], values[6]] : [values[10], values[11]];

/** Writes lists as `sortBySign` makes them, of random weights. */
const fillLists = (words: Uint32Array, inner: number, columns: number, number: () => number): void => {
  const floats = new Float32Array(words.buffer, words.byteOffset, words.length);
  for (let first = 0, at = 0; first < inner; first += 96) {
    const depth = Math.min(96, inner - first);
    for (let column = 0; column < columns; column++, at += 2 * (depth + 1)) {
      const positive = Math.floor(number() * (depth + 1));
      words[at] = 8 * positive;
      for (let k = 0; k < depth; k++) {
        floats[at + 2 + 2 * k] = k < positive ? number() : -number();
        words[at + 3 + 2 * k] = 128 * ((7 * k) % depth);
      }
    }
  }
};

/**
 * Fills a memory with what a case begins with.
 *
 * @param memory - at least as long as the case needs; overwritten
 * @param kernelCase - the case
 * @param seed - for the values
 */
export const fill = (memory: ArrayBufferLike, { buffers, values }: KernelCase, seed: number): void => {
  const number = numbersOf(seed + 1);
  new Uint8Array(memory).fill(0x55);
  for (const { offset, bytes, content } of buffers) {
    if (content === 'lists') fillLists(new Uint32Array(memory, offset, bytes / 4), ...listedSizes(values), number);
    else if (content === 'words' || content === 'bytes') {
      const words = new Uint32Array(memory, offset, bytes / 4);
      for (let i = 0; i < words.length; i++) words[i] = Math.floor(number() * 2 ** 32);
    } else if (content !== 'room') {
      const floats = new Float32Array(memory, offset, bytes / 4);
      for (let i = 0; i < floats.length; i++) floats[i] = valueOf(content, number);
    }
  }
};

/**
 * Gives `signedRelevance` the same weights in each arrangement: it may take one or another, as the values of a block of places say.
 *
 * @param memory - filled for a case of that kernel
 * @param values - the case's arguments
 * @param sortBySign - the kernel, in that memory
 */
export const arrangeWeights = (memory: ArrayBufferLike, values: readonly number[], sortBySign: Kernel): void => {
  const [, sorted, weights, back] = values;
  const [inner, columns, isMixed] = values.slice(10);
  const [from, to] = [weights, sorted].map((offset) => new Float32Array(memory, offset, inner * columns));
  from.forEach((weight, i) => (to[(i % columns) * inner + Math.floor(i / columns)] = weight));
  if (back > 0) sortBySign(sorted, back, columns, inner);
  if (isMixed === 0) sortBySign(weights, sorted, inner, columns);
};
