import { InterpError } from '@interp/core';
import { checkedOptions } from '@interp/core/internal';
import { gunzip, isGzip } from './gunzip.js';

/** How an IDX file is read. */
export interface IdxOptions {
  /** What messages call the file: its path, for instance. Default `the IDX file`. */
  readonly name?: string;
}

/** The content of an IDX file of unsigned bytes. */
export interface Idx {
  /** Sizes, the slowest first. */
  readonly dimensions: readonly number[];
  /** The values in row-major order; may share memory with the bytes that were read. */
  readonly values: Uint8Array;
}

const largest = 2 ** 30;
const types: Readonly<Record<number, string>> = {
  0x09: 'signed bytes',
  0x0b: '16-bit integers',
  0x0c: '32-bit integers',
  0x0d: '32-bit floats',
  0x0e: '64-bit floats',
};

const hex = (bytes: Uint8Array): string => [...bytes].map((b) => b.toString(16).padStart(2, '0')).join(' ');

const header = (head: Uint8Array, rank: number, name: string): { dimensions: number[]; size: number } => {
  const bad = (what: string) => new InterpError('bad-file', `${name} ${what}`);
  const start = 4 + 4 * rank;
  if (head.length < 4) throw bad(`is cut off: it has ${head.length} bytes; expected an IDX file`);
  if (head[0] !== 0 || head[1] !== 0) {
    throw bad(`is no IDX file: it starts with ${hex(head.subarray(0, 4))}; expected 00 00 08 0${rank}`);
  }
  if (head[2] !== 0x08) {
    const type = types[head[2]] ?? `an unknown type (0x${hex(head.subarray(2, 3))})`;
    throw bad(`holds ${type}; expected unsigned bytes (0x08)`);
  }
  if (head[3] !== rank) {
    const found = `${head[3]} ${head[3] === 1 ? 'dimension' : 'dimensions'}`;
    const expected = rank === 1 ? '1 (labels)' : '3 (images, rows, columns)';
    throw bad(`has ${found}; expected ${expected}, so check that images and labels are not swapped`);
  }
  if (head.length < start) throw bad(`is cut off in its header: it has ${head.length} of ${start} bytes`);
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const dimensions = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const size = start + dimensions.reduce((product, n) => product * n, 1);
  if (dimensions.includes(0)) throw bad(`is empty: its dimensions are ${dimensions.join(' x ')}`);
  if (size > largest) throw bad(`declares ${dimensions.join(' x ')} bytes; expected at most ${largest}`);
  return { dimensions, size };
};

/**
 * Reads an IDX file of unsigned bytes, strictly: magic, type, number of dimensions and length must all be right, with nothing
 * after the end. The format is the one that LeCun, Cortes and Burges describe with the MNIST database.
 *
 * @param bytes - the file, gzip or not
 * @param rank - how many dimensions it must have, 1 or 3
 * @param options - what messages call it
 * @returns sizes and values
 * @throws `bad-file`, naming what is wrong; `bad-option`
 */
export async function readIdx(bytes: Uint8Array, rank: 1 | 3, options: IdxOptions = {}): Promise<Idx> {
  const { name = 'the IDX file' } = checkedOptions(options);
  const raw = isGzip(bytes) ? await gunzip(bytes, name, (head) => header(head, rank, name).size) : bytes;
  const { dimensions, size } = header(raw, rank, name);
  if (raw.length < size) {
    throw new InterpError('bad-file', `${name} is cut off: it has ${raw.length} of the ${size} bytes that it declares`);
  }
  if (raw.length > size) {
    throw new InterpError('bad-file', `${name} has ${raw.length - size} bytes after its end; expected ${size} in all`);
  }
  return { dimensions, values: raw.subarray(4 + 4 * rank) };
}
