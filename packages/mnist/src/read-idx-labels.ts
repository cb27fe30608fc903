import { InterpError } from '@interp/core';
import { readIdx, type IdxOptions } from './idx/idx.js';

/**
 * Reads the labels of an IDX file, gzip or not, strictly.
 *
 * @param bytes - the file
 * @param options - what messages call it
 * @returns the labels, each 0 to 9; may share memory with `bytes`
 * @throws `bad-file` if it is no IDX file of labels, is cut off, corrupt, has bytes after its end or a label above 9; `bad-option`
 *
 * @example
 * ```ts
 * import { readIdxLabels } from '@interp/mnist';
 *
 * console.log([...(await readIdxLabels(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1)))]); // [ 7, 2, 1 ]
 * ```
 */
export async function readIdxLabels(bytes: Uint8Array, options: IdxOptions = {}): Promise<Uint8Array> {
  const { values } = await readIdx(bytes, 1, options);
  const wrong = values.findIndex((label) => label > 9);
  if (wrong >= 0) {
    const { name = 'the IDX file' } = options;
    throw new InterpError('bad-file', `${name} has the label ${values[wrong]} at position ${wrong}; expected 0 to 9`);
  }
  return values;
}
