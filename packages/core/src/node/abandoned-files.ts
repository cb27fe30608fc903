import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isRunning, machineName as host } from './running-process.js';

/**
 * A name for a file that is to take the place of another, beside it; it tells which process writes it.
 *
 * @param path - of the file whose place it is to take
 * @returns a path that nobody else has
 */
export const temporaryName = (path: string): string =>
  join(dirname(path), `${basename(path)}.${host}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);

/** Whether a name is one of {@link temporaryName} for a file, given on this machine to a process that has ended. */
const isAbandoned = (name: string, file: string): boolean => {
  if (!name.startsWith(`${file}.${host}.`)) return false;
  const [, pid] = /^(\d+)\.[\da-f]{8}\.tmp$/.exec(name.slice(file.length + host.length + 2)) ?? [];
  return pid !== undefined && !isRunning(Number(pid));
};

/**
 * Removes what processes left that were killed while they wrote a file.
 *
 * @param path - of the file
 */
export const removeAbandoned = async (path: string): Promise<void> => {
  const [folder, file] = [dirname(path), basename(path)];
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((other) => isAbandoned(other, file)))
    await rm(join(folder, name), { force: true }).catch(() => undefined);
};
