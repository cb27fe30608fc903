import { InterpError } from '@interp/core';
import { shownName } from '@interp/core/plain-text';
import { readAnyFile } from './read-plain-file.js';

/**
 * Reads a file that people named, or a FIFO.
 *
 * @param path - its path
 * @param what - what it is, as `the image `; nothing where the path says it
 * @param expected - what would have been right, for the message
 * @param signal - ends the wait for a FIFO that stays silent
 * @throws InterpError `not-found`; the signal's reason
 */
export const readNamedFile = async (
  path: string,
  what: string,
  expected: string,
  signal?: AbortSignal,
): Promise<Buffer> => {
  try {
    return await readAnyFile(path, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    throw new InterpError('not-found', `${what}${shownName(path)} cannot be read; expected ${expected}`, { cause });
  }
};
