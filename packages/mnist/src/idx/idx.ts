import { InterpError, optionsTable, text } from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import { gunzip, isGzip } from './gunzip.js';

/** How an IDX file is read. */
export interface IdxOptions {
  /** What messages call the file: its path, for instance. Default `the IDX file`. */
  readonly name?: string;
}

/** Checks and defaults of {@link IdxOptions}. */
const idxOptions = optionsTable<IdxOptions>()({ name: text({ default: 'the IDX file' }) });

/** The content of an IDX file of unsigned bytes. */
interface Idx {
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
  const size = start + sizeOfShape(dimensions);
  if (dimensions.includes(0)) throw bad(`is empty: its dimensions are ${dimensions.join(' x ')}`);
  if (size > largest) throw bad(`declares ${dimensions.join(' x ')} bytes; expected at most ${largest}`);
  return { dimensions, size };
};

/** The bytes of a file, whether they are wrapped or not; also those of another realm. */
const bytesOf = (given: unknown, name: string): Uint8Array => {
  if (ArrayBuffer.isView(given)) return new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
  if (Object.prototype.toString.call(given) === '[object ArrayBuffer]') return new Uint8Array(given as ArrayBuffer);
  throw new InterpError('bad-option', `${name} is no bytes; expected a Uint8Array or an ArrayBuffer`);
};

/**
 * Reads an IDX file of unsigned bytes, strictly: magic, type, number of dimensions and length must all be right, with nothing
 * after the end. The format is the one that LeCun, Cortes and Burges describe with the MNIST database.
 */
const readIdx = async (given: Uint8Array | ArrayBuffer, rank: 1 | 3, name: string): Promise<Idx> => {
  const bytes = bytesOf(given, name);
  const raw = isGzip(bytes) ? await gunzip(bytes, name, (head) => header(head, rank, name).size) : bytes;
  const { dimensions, size } = header(raw, rank, name);
  if (raw.length < size) {
    throw new InterpError('bad-file', `${name} is cut off: it has ${raw.length} of the ${size} bytes that it declares`);
  }
  if (raw.length > size) {
    throw new InterpError('bad-file', `${name} has ${raw.length - size} bytes after its end; expected ${size} in all`);
  }
  return { dimensions, values: raw.subarray(4 + 4 * rank) };
};

/** Grey images as an IDX file holds them. */
export interface IdxImages {
  /** Number of images. */
  readonly count: number;
  /** Height of an image in pixels. */
  readonly rows: number;
  /** Width of an image in pixels. */
  readonly columns: number;
  /** Grey values 0 to 255, `[count, rows, columns]`; may share memory with the bytes that were read. */
  readonly pixels: Uint8Array;
}

/**
 * Reads the images of an IDX file, gzip or not, strictly.
 *
 * @param bytes - the file, as `fetch` or `readFile` gives it
 * @param options - what messages call it
 * @returns the images
 * @throws `bad-file` if it is no IDX file of images, is cut off, corrupt, or has bytes after its end; `bad-option`
 *
 * @example
 * ```ts
 * import { readIdxImages } from '@interp/mnist';
 *
 * const file = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255);
 * const { count, rows, columns, pixels } = await readIdxImages(file);
 * console.log(count, rows, columns, [...pixels]); // 1 1 2 [ 0, 255 ]
 * ```
 */
export async function readIdxImages(bytes: Uint8Array | ArrayBuffer, options: IdxOptions = {}): Promise<IdxImages> {
  const { dimensions, values } = await readIdx(bytes, 3, idxOptions.withDefaults(options).name);
  const [count, rows, columns] = dimensions as [number, number, number];
  return { count, rows, columns, pixels: values };
}

/**
 * Reads the labels of an IDX file, gzip or not, strictly.
 *
 * @param bytes - the file, as `fetch` or `readFile` gives it
 * @param options - what messages call it
 * @returns the labels, each 0 to 255; may share memory with `bytes`
 * @throws `bad-file` if it is no IDX file of labels, is cut off, corrupt or has bytes after its end; `bad-option`
 *
 * @example
 * ```ts
 * import { readIdxLabels } from '@interp/mnist';
 *
 * console.log([...(await readIdxLabels(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1)))]); // [ 7, 2, 1 ]
 * ```
 */
export async function readIdxLabels(bytes: Uint8Array | ArrayBuffer, options: IdxOptions = {}): Promise<Uint8Array> {
  return (await readIdx(bytes, 1, idxOptions.withDefaults(options).name)).values;
}
