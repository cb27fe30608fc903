import { randomUUID } from 'node:crypto';
import { open, rm, stat } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import { UsageError } from './failure.js';

/** Where a command's files go. */
export interface Destinations {
  /** A picture's file. */
  readonly picture?: string;
  /** A folder for all results. */
  readonly folder?: string;
  /** A file of tensors. */
  readonly tensors?: string;
  /** A file of a table. */
  readonly table?: string;
}

const isFolder = async (path: string): Promise<boolean | undefined> => {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return undefined;
  }
};

/** Tries to write into the nearest folder that is there: permissions alone do not tell (read-only and special file systems). */
export const checkWritable = async (path: string): Promise<void> => {
  let folder = resolve(path);
  for (let there = await isFolder(folder); there !== true; there = await isFolder(folder)) {
    if (there === false || dirname(folder) === folder) throw await notWritable(path, undefined);
    folder = dirname(folder);
  }
  const probe = join(folder, `.interp-${randomUUID()}`);
  try {
    await (await open(probe, 'wx')).close();
  } catch (error) {
    throw await notWritable(path, error);
  }
  await rm(probe, { force: true });
};

const notWritable = async (path: string, cause: unknown): Promise<Error> => {
  const { InterpError } = await import('@interp/core');
  const reason = (cause as NodeJS.ErrnoException | undefined)?.code;
  return new InterpError(
    'not-writable',
    `${path} cannot be written to${reason ? ` (${reason})` : ''}; expected a place that you may write to`,
    { cause },
  );
};

const pictureOrFolder = async (out: string): Promise<Pick<Destinations, 'picture' | 'folder'>> => {
  const there = await isFolder(out);
  if (there) return { folder: out };
  const extension = extname(out).toLowerCase();
  if (extension === '.png' || extension === '.svg') return { picture: out };
  if (there === undefined && !/^\.[a-z]\w{1,4}$/.test(extension)) return { folder: out };
  throw new UsageError(`--out is ${JSON.stringify(out)}; expected a .png or .svg file, or a folder`);
};

/**
 * Finds out where files are to go and that they can go there, before any work is done. Nothing is left behind.
 *
 * @throws UsageError for a name that is of no use, InterpError `not-writable`
 */
export const checkDestinations = async ({
  out,
  save,
  csv,
}: {
  readonly out?: string;
  readonly save?: string;
  readonly csv?: string;
}): Promise<Destinations> => {
  const found = out === undefined ? {} : await pictureOrFolder(out);
  if (save !== undefined && (await isFolder(save)))
    throw new UsageError(`--save is the folder ${JSON.stringify(save)}; expected a file`);
  if (save !== undefined && extname(save).toLowerCase() !== '.safetensors')
    throw new UsageError(`--save is ${JSON.stringify(save)}; expected a file that ends in .safetensors`);
  if (found.picture !== undefined) await checkWritable(dirname(found.picture));
  if (found.folder !== undefined) await checkWritable(found.folder);
  if (csv !== undefined && (await isFolder(csv)))
    throw new UsageError(`--csv is the folder ${JSON.stringify(csv)}; expected a file`);
  for (const file of [save, csv]) if (file !== undefined) await checkWritable(dirname(file));
  return { ...found, tensors: save, table: csv };
};

/** Writes a file atomically, making its folder where it is missing. */
export const write = async (path: string, contents: Uint8Array | string): Promise<void> => {
  const { makeFolder, writeFileAtomic } = await import('@interp/core/node');
  await makeFolder(dirname(resolve(path))).catch(async (error: unknown) => {
    throw await notWritable(path, error);
  });
  await writeFileAtomic(path, contents);
};
