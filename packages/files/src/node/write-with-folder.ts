import { dirname, resolve } from 'node:path';
import { makeFolder } from './make-folder.js';
import { noPlace } from './not-writable.js';
import { writeFileAtomic } from './write-file-atomic.js';

/**
 * Writes a file atomically, making its folder and the folder's missing parents.
 *
 * @param path - the file
 * @param contents - its contents
 * @throws InterpError `not-writable`; an existing file is then unchanged
 */
export const writeWithFolder = async (path: string, contents: Uint8Array | string): Promise<void> => {
  try {
    await makeFolder(dirname(resolve(path)));
  } catch (cause) {
    throw noPlace(path, cause);
  }
  await writeFileAtomic(path, contents);
};
