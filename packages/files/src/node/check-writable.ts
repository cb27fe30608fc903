import { randomUUID } from 'node:crypto';
import { open, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { checkGivenText } from '@interp/checks';
import { noPlace } from './not-writable.js';
import { removeQuietly } from './remove-quietly.js';
import { writeTarget } from './write-target.js';

/** Whether a path is a folder; undefined where nothing is there. */
export const isFolder = (path: string): Promise<boolean | undefined> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => undefined,
  );

/** A path from the root; where the working directory is gone, there is none. */
const absolute = (path: string): string => {
  try {
    return resolve(path);
  } catch (error) {
    throw noPlace(path, error);
  }
};

/**
 * Tries whether files can be made in a folder, or where it would be, before long work is done for them: permissions alone do not tell (read-only and special
 * file systems). Nothing is left behind.
 *
 * @param path - the folder, which need not be there
 * @throws InterpError `not-writable`
 */
export const checkWritable = async (path: string): Promise<void> => {
  checkGivenText('the path', path, 'that of a folder');
  let folder = absolute(path);
  for (let there = await isFolder(folder); there !== true; there = await isFolder(folder)) {
    if (there === false || dirname(folder) === folder) throw noPlace(path, undefined);
    folder = dirname(folder);
  }
  const probe = join(folder, `.interp-${randomUUID()}`);
  try {
    await (await open(probe, 'wx')).close();
    await rm(probe, { force: true });
  } catch (error) {
    await removeQuietly(probe);
    throw noPlace(path, error);
  }
};

/**
 * The same of a file: a plain one needs a folder that can be written to; devices and FIFOs are written into.
 *
 * @param path - the file, which need not be there
 * @throws InterpError `not-writable`
 */
export const checkWritableFile = async (path: string): Promise<void> => {
  checkGivenText('the path', path, 'that of a file');
  const folder = dirname(absolute(path));
  if ((await isFolder(folder)) !== true) return checkWritable(folder);
  const target = await writeTarget(path).catch((error: unknown) => {
    throw noPlace(path, error);
  });
  if (!target.special) await checkWritable(dirname(target.path));
};
