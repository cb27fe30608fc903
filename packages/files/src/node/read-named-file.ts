import { checkFunctions, InterpError, shownName } from '@interp/checks';
import { codeOf } from './error-code.js';
import { readAnyFile } from './read-plain-file.js';

/** Why a file that is there cannot be read, by the code of the error. */
const reasons: Readonly<Record<string, string>> = {
  EISDIR: ' (it is a folder)',
  EFBIG: ' (it gives bytes without end)',
  EACCES: ' (it is not open to you)',
  ELOOP: ' (its links lead round in a circle)',
};

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
  signal: AbortSignal | undefined,
): Promise<Buffer> => {
  if (signal !== undefined) checkFunctions('signal', signal, ['throwIfAborted', 'addEventListener'], 'an AbortSignal');
  try {
    return await readAnyFile(path, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    const reason = reasons[String(codeOf(cause))] ?? '';
    throw new InterpError('not-found', `${what}${shownName(path)} cannot be read${reason}; expected ${expected}`, {
      cause,
    });
  }
};
