import { InterpError, shownName } from '@interp/checks';
import { type SafetensorsData, type SafetensorsDtype, type SafetensorsEntry, storedAs, unreadBits } from './entry.js';
import { decodeFloat } from './short-floats.js';
import { readHeader } from './header.js';

/** What a safetensors file holds. */
export interface SafetensorsFile {
  /** The tensors by name, in the order of the header but for names that are integers, which come first. Their elements are copies. */
  readonly tensors: ReadonlyMap<string, SafetensorsEntry>;
  /** Free text about the file. */
  readonly metadata: ReadonlyMap<string, string>;
}

const decode = (dtype: SafetensorsDtype, name: string, bytes: Uint8Array<ArrayBuffer>): SafetensorsData => {
  if (dtype === 'BOOL' && bytes.some((value) => value > 1))
    throw new InterpError(
      'bad-file',
      `the BOOL tensor ${shownName(name)} holds other values than 0 and 1; write it again`,
    );
  const stored = new storedAs[dtype](bytes.buffer);
  const decoded = decodeFloat[dtype];
  return decoded ? Float32Array.from(stored as Uint16Array, decoded) : stored;
};

/** A tensor whose elements are refused when they are asked for, so that the others of its file can be read. */
const unreadEntry = (name: string, dtype: SafetensorsDtype, shape: readonly number[]): SafetensorsEntry => ({
  dtype,
  shape,
  get data(): never {
    throw new InterpError(
      'bad-file',
      `the tensor ${shownName(name)} has the element type ${dtype}, which is not supported; store it as F32`,
    );
  },
});

/**
 * Reads a safetensors file, which need not be trusted: lengths, offsets, names and types are checked before use, and
 * tensors must cover the data exactly once.
 *
 * @param bytes - the whole file; borrowed
 * @returns its tensors and metadata
 * @throws InterpError `bad-file` for an invalid file; when elements of an unsupported type (`F4`, `C64`, …) are asked for
 *
 * @example
 * ```ts
 * import { float32Entry, readSafetensors, writeSafetensors } from '@interp/files';
 *
 * const bytes = writeSafetensors([['w', float32Entry([2], [1, 2])]], [['activation', 'relu']]);
 * const { tensors, metadata } = readSafetensors(bytes);
 * console.log(tensors.get('w')?.shape, metadata.get('activation')); // [ 2 ] relu
 * ```
 */
export const readSafetensors = (bytes: Uint8Array): SafetensorsFile => {
  const { entries, metadata, start } = readHeader(bytes);
  const tensors = new Map<string, SafetensorsEntry>();
  for (const { name, dtype, shape, begin, end } of entries) {
    if (Object.hasOwn(unreadBits, dtype)) {
      tensors.set(name, unreadEntry(name, dtype, shape));
      continue;
    }
    const data = new Uint8Array(end - begin);
    data.set(bytes.subarray(start + begin, start + end));
    tensors.set(name, { dtype, shape, data: decode(dtype, name, data) });
  }
  return { tensors, metadata };
};
