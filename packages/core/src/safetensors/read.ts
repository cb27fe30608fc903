import { halfFloats } from './half-floats.js';
import { shownName } from '../checks/plain-text.js';
import { InterpError } from '../errors.js';
import type { SafetensorsData, SafetensorsDtype, SafetensorsEntry } from './entry.js';
import { readHeader } from './header.js';

/** What a safetensors file holds. */
export interface SafetensorsFile {
  /** The tensors by name, in the order of the header but for names that are integers, which come first. Their elements are copies. */
  readonly tensors: ReadonlyMap<string, SafetensorsEntry>;
  /** Free text about the file. */
  readonly metadata: ReadonlyMap<string, string>;
}

const decode = (dtype: SafetensorsDtype, name: string, bytes: Uint8Array): SafetensorsData => {
  const { buffer } = bytes;
  switch (dtype) {
    case 'F32':
      return new Float32Array(buffer);
    case 'F64':
      return new Float64Array(buffer);
    case 'I32':
      return new Int32Array(buffer);
    case 'I64':
      return new BigInt64Array(buffer);
    case 'F16':
    case 'BF16':
      return Float32Array.from(new Uint16Array(buffer), halfFloats[dtype].decode);
    case 'BOOL':
      if (bytes.some((value) => value > 1))
        throw new InterpError(
          'bad-file',
          `the BOOL tensor ${shownName(name)} holds other values than 0 and 1; write it again`,
        );
      return bytes;
    case 'U8':
      return bytes;
  }
};

/**
 * Reads a safetensors file, which need not be trusted: lengths, offsets, names and types are checked before use, and
 * tensors must cover the data exactly once.
 *
 * @param bytes - the whole file; borrowed
 * @returns its tensors and metadata
 * @throws InterpError `bad-file` for an invalid file
 *
 * @example
 * ```ts
 * import { float32Entry, readSafetensors, writeSafetensors } from '@interp/core';
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
    const data = new Uint8Array(end - begin);
    data.set(bytes.subarray(start + begin, start + end));
    tensors.set(name, { dtype, shape, data: decode(dtype, name, data) });
  }
  return { tensors, metadata };
};
