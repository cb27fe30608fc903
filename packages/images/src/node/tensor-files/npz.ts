import { unzipSync } from 'fflate';
import { InterpError, isInterpError, shownName } from '@interp/checks';
import type { SafetensorsEntry } from '@interp/files';
import { readNpy } from './npy.js';

/** Bytes of all arrays together at most, and how many times its size in the file an array may have. */
const [mostBytes, mostExpansion, alwaysRead] = [2 ** 31, 1100, 2 ** 26];

/**
 * Reads the arrays of a file as `numpy.savez` and `numpy.savez_compressed` write it.
 *
 * @param bytes - of the file
 * @param name - what messages call it
 * @returns the arrays by name
 * @throws InterpError `bad-file` for one that is damaged or unpacks to more than 2 GB
 */
export const readNpz = (bytes: Uint8Array, name: string): ReadonlyMap<string, SafetensorsEntry> => {
  const bad = (what: string, cause?: unknown): InterpError =>
    new InterpError('bad-file', `${shownName(name)} ${what}`, { cause });
  let total = 0;
  try {
    const files = unzipSync(bytes, {
      filter: ({ name: inner, size, originalSize }) => {
        if (!inner.endsWith('.npy')) return false;
        total += originalSize;
        if (total > mostBytes || (originalSize > alwaysRead && originalSize > mostExpansion * size))
          throw bad(`says that its arrays have ${total} bytes, too many to be read; expected files of less than 2 GB`);
        return true;
      },
    });
    return new Map(
      Object.entries(files).map(([inner, array]) => [inner.replace(/\.npy$/, ''), readNpy(array, `${name}: ${inner}`)]),
    );
  } catch (cause) {
    if (isInterpError(cause)) throw cause;
    throw bad('cannot be unpacked; expected a whole .npz file, as numpy.savez writes it', cause);
  }
};
