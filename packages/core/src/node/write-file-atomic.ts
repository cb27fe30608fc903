import { randomBytes } from 'node:crypto';
import { fsync } from 'node:fs';
import { open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { InterpError } from '../errors.js';
import { isRunning, machineName as host } from './running-process.js';

const flushed = promisify(fsync);

/**
 * Flushes a file to disk. It uses the file descriptor, because handles under Yarn's Plug'n'Play have no `sync`.
 *
 * @param handle - of an open file, as `open` of `node:fs/promises` gives it
 * @returns when all bytes are on the disk
 * @throws what the file system says, ENOSPC for instance
 */
export const syncToDisk = (handle: { readonly fd: number }): Promise<void> => flushed(handle.fd);

/** A name that nobody else has for a file that is to take the place of another; it tells which process writes it. */
const temporaryName = (path: string): string =>
  join(dirname(path), `${basename(path)}.${host}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);

/** Whether a name is a {@link temporaryName} for a file, of a process of this machine that has ended. */
const isAbandoned = (name: string, file: string): boolean => {
  if (!name.startsWith(`${file}.${host}.`)) return false;
  const [, pid] = /^(\d+)\.[\da-f]{8}\.tmp$/.exec(name.slice(file.length + host.length + 2)) ?? [];
  return pid !== undefined && !isRunning(Number(pid));
};

/** Removes temporary files of processes that were killed while they wrote a file. */
const removeAbandoned = async (path: string): Promise<void> => {
  const [folder, file] = [dirname(path), basename(path)];
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((other) => isAbandoned(other, file)))
    await rm(join(folder, name), { force: true }).catch(() => undefined);
};

/** The InterpError `not-writable` for a place that cannot be written to, given the error of the file system. */
export const notWritable = (path: string, cause: unknown): InterpError => {
  const reason = (cause as { code?: unknown } | undefined)?.code;
  const why = typeof reason === 'string' ? ` (${reason})` : '';
  const isFull = reason === 'ENOSPC' || reason === 'EDQUOT' || reason === 'EFBIG';
  const expected = isFull ? 'more room on its disk' : 'a folder that is there and open to you';
  return new InterpError('not-writable', `${path} cannot be written to${why}; expected ${expected}`, { cause });
};

/** Writes a file and flushes it to disk, so that after a power failure the replaced file is not empty. */
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
 * Writes a file atomically: to a temporary file beside it, which is renamed once all bytes
 * are on disk. (A full disk may accept part of a write and report the error only later,
 * so the rename waits for the flush.) Through a symbolic link the target is replaced, and
 * keeps its permissions. Temporary files of killed processes are removed.
 *
 * @param path - the file; its folder must exist
 * @param bytes - the contents
 * @throws InterpError `not-writable`; an existing file is then unchanged
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
