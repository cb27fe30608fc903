import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { InterpError, shownName, shownPath } from '@interp/checks';
import type { ReadWeights } from '../model-files/read-weights.js';
import { codeOf } from './error-code.js';
import { readPlainFile } from './read-plain-file.js';

const expectedBy: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder; expected the model.json in it',
  EINVAL: 'it is a device, a FIFO or a socket; expected a file',
};

/**
 * Reads a file of a model.
 *
 * @param path - its path
 * @param most - the most bytes that it may have
 * @throws InterpError `not-found`, `bad-file`
 */
export const readModelBytes = async (path: string, most = Infinity): Promise<Buffer> => {
  try {
    return await readPlainFile(path, { most });
  } catch (cause) {
    const code = String(codeOf(cause));
    if (code === 'EFBIG')
      throw new InterpError(
        'bad-file',
        `${shownPath(path)} has more bytes than the weights in it; fetch or save the model again`,
        { cause },
      );
    const expected = expectedBy[code] ?? 'expected a file that is there and open to you';
    throw new InterpError('not-found', `${shownPath(path)} cannot be read; ${expected}`, { cause });
  }
};

/** Whether a path leads to something inside a folder. */
export const isIn = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};

/** Resolves symbolic links, so that none leaves the folder. */
const inside = async (folder: string, name: string): Promise<string> => {
  const root = await realpath(folder).catch((cause: unknown) => {
    throw new InterpError('not-found', `${shownPath(folder)} cannot be read; expected a folder that is open to you`, {
      cause,
    });
  });
  const path = join(root, name);
  const real = await realpath(path).catch(() => path);
  if (isAbsolute(name) || /[\\\0:]/.test(name) || !isIn(root, path) || !isIn(root, real))
    throw new InterpError(
      'bad-file',
      `the weights path ${shownName(name)} leads out of the model's folder; expected a file in it`,
    );
  return path;
};

/**
 * Reads the files of weights beside a `model.json`.
 *
 * @param path - the path of the `model.json`
 * @returns gives their bytes; throws InterpError `not-found`, and `bad-file` for a path out of its folder or a file of more bytes than are wanted
 */
export const weightsBeside =
  (path: string): ReadWeights =>
  async (name, most) =>
    readModelBytes(await inside(dirname(resolve(path)), name), most);
