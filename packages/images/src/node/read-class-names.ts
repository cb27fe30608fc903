import { InterpError, shownName } from '@interp/checks';
import { readNamedFile } from '@interp/files/internal';

/**
 * Reads the names of classes.
 *
 * @param path - a file with a JSON list, JSON of names by number, or a name a line
 * @param signal - ends the wait for a FIFO that stays silent
 * @returns the names in the order of their classes
 * @throws InterpError `not-found`; `bad-option` for what begins as JSON and is none; the signal's reason
 */
export const readClassNames = async (path: string, signal?: AbortSignal): Promise<readonly string[]> => {
  const text = (await readNamedFile(path, 'the names of classes ', 'a file with a name a line, or JSON', signal))
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  if (!/^\s*[[{]/.test(text))
    return text
      .trimEnd()
      .split(/\r?\n/)
      .map((line) => line.trim());
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (cause) {
    throw new InterpError('bad-option', `${shownName(path)} is no JSON; expected a list of names, or a name a line`, {
      cause,
    });
  }
  if (Array.isArray(found)) return found as string[];
  const byNumber = Object.entries(found as Record<string, string>);
  return byNumber.sort(([a], [b]) => Number(a) - Number(b)).map(([, name]) => name);
};
