import { dirname, resolve } from 'node:path';
import { InterpError } from '@interp/core';
import { makeFolder, writeFileAtomic } from '@interp/core/node';

/**
 * Writes a file atomically, making its folder where it is missing.
 *
 * @param path - of the file
 * @param contents - of the file
 * @throws InterpError `not-writable`
 */
export const write = async (path: string, contents: Uint8Array | string): Promise<void> => {
  await makeFolder(dirname(resolve(path))).catch((cause: unknown) => {
    const reason = (cause as NodeJS.ErrnoException | undefined)?.code;
    throw new InterpError(
      'not-writable',
      `${path} cannot be written to${reason ? ` (${reason})` : ''}; expected a place that is open to you`,
      { cause },
    );
  });
  await writeFileAtomic(path, contents);
};
