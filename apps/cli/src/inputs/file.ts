import { readFile } from 'node:fs/promises';
import { InterpError, isInterpError } from '@interp/core';

/**
 * Reads a file that was named on the command line.
 *
 * @param path - its path
 * @param what - what it is, as `the image `; nothing where the path says it
 * @throws InterpError `not-found`
 */
export const readBytes = async (path: string, what: string, expected: string): Promise<Buffer> => {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new InterpError('not-found', `${what}${JSON.stringify(path)} cannot be read; expected ${expected}`, {
      cause,
    });
  }
};

/**
 * Does something with the contents of a file, so that errors name the file.
 *
 * @throws InterpError as the work throws, its message after the file's name
 */
export const inFile = <Value>(file: string, work: () => Value): Value => {
  try {
    return work();
  } catch (error) {
    if (!isInterpError(error)) throw error;
    throw new InterpError(error.code, `${file}: ${error.message}`, { cause: error });
  }
};
