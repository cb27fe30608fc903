import { readNamedFile } from '@interp/files/internal';
import { classNamesIn } from '../class-names-in.js';

/**
 * Reads the names of classes.
 *
 * @param path - a file with a JSON list, JSON of names by number, or a name a line
 * @param signal - ends the wait for a FIFO that stays silent
 * @returns the names in the order of their classes
 * @throws InterpError `not-found`; `bad-option` for what begins as JSON and is none; the signal's reason
 */
export const readClassNames = async (path: string, signal?: AbortSignal): Promise<readonly string[]> =>
  classNamesIn(
    (await readNamedFile(path, 'the names of classes ', 'a file with a name a line, or JSON', signal)).toString('utf8'),
    path,
  );
