import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { removeAbandoned, temporaryName } from './abandoned-files.js';
import { InterpError } from '../errors.js';
import { syncToDisk } from './sync-to-disk.js';

/**
 * The error for a place that cannot be written to.
 *
 * @param path - the place
 * @param cause - what the file system said
 * @returns an `InterpError` of code `not-writable`
 */
export const notWritable = (path: string, cause: unknown): InterpError => {
  const reason = (cause as { code?: unknown } | undefined)?.code;
  const why = typeof reason === 'string' ? ` (${reason})` : '';
  const isFull = reason === 'ENOSPC' || reason === 'EDQUOT' || reason === 'EFBIG';
  const expected = isFull ? 'more room on its disk' : 'a folder that is there and open to you';
  return new InterpError('not-writable', `${path} cannot be written to${why}; expected ${expected}`, { cause });
};

/** Writes and waits until the disk has it: a file that takes another's place must not be empty after the power fails. */
const writeThrough = async (path: string, contents: Uint8Array | string, mode?: number): Promise<void> => {
  const handle = await open(path, 'wx');
  try {
    if (mode !== undefined) await handle.chmod(mode & 0o777);
    await handle.writeFile(contents);
    await syncToDisk(handle);
  } finally {
    await handle.close();
  }
};

/**
 * Writes a file so that nobody ever sees half of it: into a temporary file beside it, which then takes its place. It does so only
 * once all bytes are on the disk: a disk that is full takes some of them and says so at the next attempt to write, so that a count
 * of bytes that is not looked at would put half a file in the place of a whole one. Through a link the file itself is replaced, and
 * keeps its permissions; what processes left that were killed while they wrote the same file is removed.
 *
 * @param path - where to; its folder must be there
 * @param bytes - the contents
 * @throws InterpError `not-writable`; an older file is then still there untouched
 */
export const writeFileAtomic = async (path: string, bytes: Uint8Array | string): Promise<void> => {
  const target = await realpath(path).catch(() => path);
  const temporary = temporaryName(target);
  try {
    const older = await stat(target).catch(() => undefined);
    await removeAbandoned(target);
    await writeThrough(temporary, bytes, older?.mode);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw notWritable(path, error);
  }
};
