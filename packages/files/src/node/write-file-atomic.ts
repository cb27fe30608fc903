import { createHash, randomBytes } from 'node:crypto';
import { fsync } from 'node:fs';
import { link, open, readdir, rename, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { checkGivenText } from '@interp/checks';
import { codeOf } from './error-code.js';
import { notWritable } from './not-writable.js';
import { removeQuietly } from './remove-quietly.js';
import { isRunning, machineName as host } from './running-process.js';
import { writeTarget, writeInto } from './write-target.js';

const flushed = promisify(fsync);

/**
 * Flushes a file to disk. It uses the file descriptor, because handles under Yarn's Plug'n'Play have no `sync`.
 *
 * @param handle - of an open file, as `open` of `node:fs/promises` gives it
 * @returns when all bytes are on the disk
 * @throws what the file system says, ENOSPC for instance
 */
export const syncToDisk = (handle: { readonly fd: number }): Promise<void> => flushed(handle.fd);

/** The longest name, in bytes, that its temporary names begin with as it is; file systems take names of 255 bytes, some of 143. */
const longestStem = 40;

/** The beginning of a file's temporary names: its own name, or a hash of it where it is too long to be extended. */
const stemOf = (file: string): string =>
  Buffer.byteLength(file) <= longestStem ? file : createHash('sha256').update(file).digest('hex').slice(0, longestStem);

/** A unique name for the file that will replace another; it tells which process writes it. */
const temporaryName = (path: string): string =>
  join(dirname(path), `${stemOf(basename(path))}.${host}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);

/** Whether a name is a {@link temporaryName} with this stem, made by a process of this machine that has ended. */
const isAbandoned = (name: string, stem: string): boolean => {
  if (!name.startsWith(`${stem}.${host}.`)) return false;
  const [, pid] = /^(\d+)\.[\da-f]{8}\.tmp$/.exec(name.slice(stem.length + host.length + 2)) ?? [];
  return pid !== undefined && !isRunning(Number(pid));
};

/** Removes temporary files of processes that were killed while they wrote a file. */
const removeAbandoned = async (path: string): Promise<void> => {
  const [folder, stem] = [dirname(path), stemOf(basename(path))];
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((other) => isAbandoned(other, stem))) await removeQuietly(join(folder, name));
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
 * Writes a file atomically: to a temporary file beside it, which is renamed once all bytes are on disk. (A full disk may accept part of a
 * write and report the error only later, so the rename waits for the flush.) Through a symbolic link its target is replaced, or made if it is
 * not there yet; it keeps its permissions. Character devices, FIFOs that somebody reads and open files of a process (`/dev/stdout`) are written
 * into as they are and never replaced; sockets, block devices and folders are refused. Temporary files of killed processes are removed.
 *
 * @param path - the file; its folder must exist
 * @param bytes - the contents
 * @throws InterpError `not-writable`; an existing file is then unchanged
 */
export const writeFileAtomic = async (path: string, bytes: Uint8Array | string): Promise<void> => {
  checkGivenText('the path', path, 'that of a file');
  let temporary: string | undefined;
  try {
    const { path: target, special } = await writeTarget(path);
    if (special) return await writeInto(target, bytes);
    const older = await stat(target).catch(() => undefined);
    await removeAbandoned(target);
    temporary = temporaryName(target);
    await writeThrough(temporary, bytes, older?.mode);
    await rename(temporary, target);
  } catch (error) {
    if (temporary !== undefined) await removeQuietly(temporary);
    throw notWritable(path, error);
  }
};

/** What systems of files say that know no second name of a file. */
const noLinks: readonly unknown[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/**
 * Makes a file that is not there yet, atomically: it appears whole, once, whoever else tries to make it. The bytes go to a temporary file beside it,
 * which is linked to the name once all of them are on disk.
 *
 * @param path - the file; its folder must exist
 * @param bytes - the contents
 * @returns whether it was made; false where it was there already, and then it is unchanged
 * @throws InterpError `not-writable`, also where the system of files knows no hard links
 */
export const createFileAtomic = async (path: string, bytes: Uint8Array | string): Promise<boolean> => {
  const temporary = temporaryName(path);
  try {
    await writeThrough(temporary, bytes);
    await link(temporary, path);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return false;
    throw notWritable(path, error, noLinks.includes(code) ? 'a system of files with hard links' : undefined);
  } finally {
    await removeQuietly(temporary);
  }
};
