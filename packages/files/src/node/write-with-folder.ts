import { dirname, resolve } from 'node:path';
import { InterpError, shownPath } from '@interp/checks';
import { codeOf } from './error-code.js';
import { makeFolder } from './make-folder.js';
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
    const reason = codeOf(cause);
    throw new InterpError(
      'not-writable',
      `${shownPath(path)} cannot be written to${typeof reason === 'string' ? ` (${reason})` : ''}; expected a place that you may write to`,
      { cause },
    );
  }
  await writeFileAtomic(path, contents);
};
