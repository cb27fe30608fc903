import { randomBytes } from 'node:crypto';
import { fsync } from 'node:fs';
import { open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { InterpError } from '../errors.js';
import { isRunning, machineName as host } from './running-process.js';

const flushed = promisify(fsync);

/**
 * Waits until the disk has what was written to a file. It goes by the file's number: handles under Yarn's Plug'n'Play have no `sync`.
 *
 * @param handle - of an open file, as `open` of `node:fs/promises` gives it
 * @returns when all bytes are on the disk
 * @throws what the file system says, ENOSPC for instance
 */
export const syncToDisk = (handle: { readonly fd: number }): Promise<void> => flushed(handle.fd);

/** A name that nobody else has for a file that is to take the place of another; it tells which process writes it. */
const temporaryName = (path: string): string =>
  join(dirname(path), `${basename(path)}.${host}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);

/** Whether a name is one of {@link temporaryName} for a file, given on this machine to a process that has ended. */
const isAbandoned = (name: string, file: string): boolean => {
  if (!name.startsWith(`${file}.${host}.`)) return false;
  const [, pid] = /^(\d+)\.[\da-f]{8}\.tmp$/.exec(name.slice(file.length + host.length + 2)) ?? [];
  return pid !== undefined && !isRunning(Number(pid));
};

/** Removes what processes left that were killed while they wrote a file. */
const removeAbandoned = async (path: string): Promise<void> => {
  const [folder, file] = [dirname(path), basename(path)];
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((other) => isAbandoned(other, file)))
    await rm(join(folder, name), { force: true }).catch(() => undefined);
};

/** The InterpError `not-writable` for a place that cannot be written to, given what the file system said. */
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
