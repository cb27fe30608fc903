import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InterpError } from '@interp/checks';
import { isRunning, machineName as host, makeFolder, removeQuietly, syncToDisk } from '@interp/files/internal';

/** A partial file beside its final path. One process at a time owns it. */
export interface PartFile {
  /** Bytes so far. */
  readonly size: () => number;
  /** Adds bytes at the end. */
  readonly append: (chunk: Uint8Array) => Promise<void>;
  /** Discards all bytes. */
  readonly clear: () => Promise<void>;
  /** Gives all bytes. */
  readonly read: () => Promise<Uint8Array>;
  /** Flushes the file to disk and renames it to its final path. It cannot be used after that. */
  readonly finish: () => Promise<void>;
  /** Leaves it for a later attempt; removes it if it is empty. Does nothing after `finish`. */
  readonly release: () => Promise<void>;
}

const abandonedAfter = 3_600_000;

const writing = async <T>(folder: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (cause) {
    const code = String((cause as { code?: unknown }).code);
    const why = code === 'ENOSPC' || code === 'EDQUOT' ? `the disk is full (${code})` : code;
    throw new InterpError(
      'not-writable',
      `${folder} cannot be written to: ${why}; expected a folder that you may write to, with 12 MB left on its disk`,
      { cause },
    );
  }
};

/** Whether nobody writes to a part any more: it was released, its process has ended, or it has not changed for an hour. */
const isAbandoned = async (folder: string, part: string, owner: string): Promise<boolean> => {
  if (owner === '') return true;
  const [ownHost, pid] = owner.split('.');
  if (ownHost === host && !isRunning(Number(pid))) return true;
  const { mtimeMs } = await stat(join(folder, part));
  return Date.now() - mtimeMs > abandonedAfter;
};

/** Takes over partial files of earlier attempts: renaming is atomic, so only one process gets each. The longest one is kept. */
const takeOver = async (folder: string, name: string, path: string): Promise<void> => {
  const taken = path.replace(/part$/, 'taken.part');
  let longest = -1;
  for (const part of await readdir(folder)) {
    if (!part.startsWith(`${name}.`) || !part.endsWith('.part')) continue;
    const owner = part.slice(name.length + 1, -'part'.length).replace(/\.$/, '');
    try {
      if (!(await isAbandoned(folder, part, owner))) continue;
      await rename(join(folder, part), taken);
    } catch (error) {
      if ((error as { code?: unknown }).code === 'ENOENT') continue;
      throw error;
    }
    const { size } = await stat(taken);
    if (size > longest) await rename(taken, path);
    else await rm(taken);
    longest = Math.max(longest, size);
  }
};

/**
 * Opens the partial file of a file, resuming an earlier attempt unless another process owns it.
 *
 * @param folder - where the file is to be; made if it is not there
 * @param name - the name that the file is to have
 * @returns the part, which must be finished or released
 * @throws `not-writable` if that cannot be; all functions of the part throw the same
 */
export async function openPart(folder: string, name: string): Promise<PartFile> {
  const path = join(folder, `${name}.${host}.${process.pid}.${randomBytes(4).toString('hex')}.part`);
  const handle = await writing(folder, async () => {
    await makeFolder(resolve(folder));
    await takeOver(folder, name, path);
    return open(path, 'a+');
  });
  let size = (await handle.stat()).size;
  let [opened, finished] = [true, false];
  const close = async (): Promise<void> => {
    opened = false;
    await handle.close();
  };
  return {
    size: () => size,
    append: (chunk) =>
      writing(folder, async () => {
        await handle.appendFile(chunk);
        size += chunk.length;
      }),
    clear: () =>
      writing(folder, async () => {
        await handle.truncate(0);
        size = 0;
      }),
    read: () =>
      writing(folder, async () => {
        const bytes = new Uint8Array(size);
        for (let at = 0; at < size;) {
          const { bytesRead } = await handle.read(bytes, at, size - at, at);
          if (bytesRead === 0) break;
          at += bytesRead;
        }
        return bytes;
      }),
    finish: () =>
      writing(folder, async () => {
        await syncToDisk(handle);
        await close();
        await rename(path, join(folder, name));
        finished = true;
      }),
    release: async () => {
      if (finished) return;
      if (opened) await close();
      if (size === 0) return removeQuietly(path);
      const leave = (): Promise<void> => rename(path, join(folder, `${name}.part`));
      await leave()
        .catch(leave)
        .catch(() => undefined);
    },
  };
}
