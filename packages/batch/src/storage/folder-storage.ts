import { randomBytes } from 'node:crypto';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { InterpError, shownPath } from '@interp/checks';
import { createFileAtomic, makeFolder, readPlainFile, removeQuietly } from '@interp/files/internal';
import { writeFileAtomic } from '@interp/files/node';
import { checkName, type JobStorage } from './job-storage.js';

const codeOf = (error: unknown): unknown => (error as { readonly code?: unknown } | undefined)?.code;

const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(String(codeOf(error)));

/** What the system refused, as a sentence. */
const refusal = (code: 'not-found' | 'not-writable', path: string, what: string, cause: unknown): InterpError =>
  new InterpError(code, `${shownPath(path)} cannot be ${what} (${String(codeOf(cause))}); ${code === 'not-found' ? 'expected a file of the job, or a folder' : 'expected a place that you may write to'}`, { cause }); // prettier-ignore

/** Names that files have before they are whole. */
const isTemporary = (name: string): boolean => /\.[\da-f]{8}\.tmp$/.test(name);

/** The time by the clock of whoever keeps a folder, another machine maybe: that of a file which is made there. One's own where none may be made. */
const timeIn = async (folder: string): Promise<number> => {
  const probe = join(folder, `clock.${randomBytes(4).toString('hex')}.tmp`);
  try {
    await writeFile(probe, '');
    return (await stat(probe)).mtimeMs;
  } catch {
    return Date.now();
  } finally {
    await removeQuietly(probe);
  }
};

/**
 * A folder as the storage of a job, such as one that several machines share by NFS.
 *
 * @param folder - its path; it is made when something is written
 * @returns the storage; its functions throw InterpError `not-writable` where there is no room or no permission, `not-found` for a file that cannot be read
 */
export const folderStorage = (folder: string): JobStorage => {
  const root = resolve(folder);
  const pathOf = (name: string): string => {
    checkName(name);
    return join(root, name);
  };
  const inFolder = async <Value>(path: string, write: () => Promise<Value>): Promise<Value> => {
    await makeFolder(dirname(path)).catch((cause: unknown) => {
      throw refusal('not-writable', dirname(path), 'made', cause);
    });
    return write();
  };
  const list = async (name: string): Promise<readonly string[]> => {
    const entries = await readdir(pathOf(name)).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw refusal('not-found', pathOf(name), 'read', error);
    });
    return entries.filter((entry) => !isTemporary(entry)).sort();
  };
  return {
    place: root,
    read: async (name) => {
      const path = pathOf(name);
      try {
        return await readPlainFile(path);
      } catch (cause) {
        if (isMissing(cause)) return undefined;
        throw refusal('not-found', path, 'read', cause);
      }
    },
    create: (name, bytes) => inFolder(pathOf(name), () => createFileAtomic(pathOf(name), bytes)),
    replace: (name, bytes) => inFolder(pathOf(name), () => writeFileAtomic(pathOf(name), bytes)),
    remove: (name) =>
      rm(pathOf(name), { force: true }).catch((cause: unknown) => {
        throw refusal('not-writable', pathOf(name), 'removed', cause);
      }),
    list,
    ages: async (name) => {
      const folder = pathOf(name);
      const files = await list(name);
      // One may have been taken away since.
      const times = await Promise.all(files.map((file) => stat(join(folder, file)).catch(() => undefined)));
      const now = await timeIn(folder);
      return new Map(files.flatMap((file, i) => (times[i] ? [[file, now - times[i].mtimeMs] as const] : [])));
    },
  };
};
