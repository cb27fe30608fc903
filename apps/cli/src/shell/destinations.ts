import { randomUUID } from 'node:crypto';
import { open, rm, stat } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import { plainText, shownName } from '@interp/checks';
import { UsageError } from './failure.js';

/** Where a command's files go. */
export interface Destinations {
  /** A picture's file. */
  readonly picture?: string;
  /** A folder for all results. */
  readonly folder?: string;
  /** A file of tensors. */
  readonly tensors?: string;
  /** A file of a table; `-` is standard output. */
  readonly table?: string;
}

const isFolder = async (path: string): Promise<boolean | undefined> => {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return undefined;
  }
};

/** A path from the root; where the working directory is gone, there is none. */
const absolute = async (path: string): Promise<string> => {
  try {
    return resolve(path);
  } catch (error) {
    throw await notWritable(path, error);
  }
};

/** Tries to write into the nearest folder that is there: permissions alone do not tell (read-only and special file systems). */
export const checkWritable = async (path: string): Promise<void> => {
  let folder = await absolute(path);
  for (let there = await isFolder(folder); there !== true; there = await isFolder(folder)) {
    if (there === false || dirname(folder) === folder) throw await notWritable(path, undefined);
    folder = dirname(folder);
  }
  const probe = join(folder, `.interp-${randomUUID()}`);
  try {
    await (await open(probe, 'wx')).close();
    await rm(probe, { force: true });
  } catch (error) {
    await rm(probe, { force: true }).catch(() => undefined);
    throw await notWritable(path, error);
  }
};

const notWritable = async (path: string, cause: unknown): Promise<Error> => {
  const { InterpError } = await import('@interp/core');
  if (cause instanceof InterpError) return cause;
  const reason = (cause as NodeJS.ErrnoException | undefined)?.code;
  return new InterpError(
    'not-writable',
    `${plainText(path, 120)} cannot be written to${reason ? ` (${reason})` : ''}; expected a place that you may write to`,
    { cause },
  );
};

/** Where a file is to go: a plain one needs a folder that can be written to; devices and FIFOs are written into. */
const checkFile = async (path: string): Promise<void> => {
  const folder = dirname(await absolute(path));
  if ((await isFolder(folder)) !== true) return checkWritable(folder);
  const { writeTarget } = await import('@interp/files/internal');
  const target = await writeTarget(path).catch(async (error: unknown) => {
    throw await notWritable(path, error);
  });
  if (!target.special) await checkWritable(dirname(target.path));
};

const pictureOrFolder = async (out: string): Promise<Pick<Destinations, 'picture' | 'folder'>> => {
  const there = await isFolder(out);
  if (there) return { folder: out };
  const extension = extname(out).toLowerCase();
  if (extension === '.png' || extension === '.svg') return { picture: out };
  if (there === undefined && !/^\.[a-z]\w{1,4}$/.test(extension)) return { folder: out };
  throw new UsageError(`--out is ${shownName(out)}; expected a .png or .svg file, or a folder`);
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
  json,
}: {
  readonly out?: string;
  readonly save?: string;
  readonly csv?: string;
  readonly json?: boolean;
}): Promise<Destinations> => {
  for (const [flag, path] of Object.entries({ '--out': out, '--save': save, '--csv': csv }))
    if (path === '') throw new UsageError(`${flag} is empty; expected the path of a file or a folder`);
  const found = out === undefined ? {} : await pictureOrFolder(out);
  if (save !== undefined && (await isFolder(save)))
    throw new UsageError(`--save is the folder ${shownName(save)}; expected a file`);
  if (save !== undefined && extname(save).toLowerCase() !== '.safetensors')
    throw new UsageError(`--save is ${shownName(save)}; expected a file that ends in .safetensors`);
  if (found.picture !== undefined) await checkFile(found.picture);
  if (found.folder !== undefined) await checkWritable(found.folder);
  if (csv === '-' && json)
    throw new UsageError('--csv - and --json both print their result; expected one of them, or a file for --csv');
  if (csv !== undefined && (await isFolder(csv)))
    throw new UsageError(`--csv is the folder ${shownName(csv)}; expected a file`);
  for (const file of [save, csv]) if (file !== undefined && file !== '-') await checkFile(file);
  return { ...found, tensors: save, table: csv };
};

/** Writes a file atomically, making its folder where it is missing. */
export const write = async (path: string, contents: Uint8Array | string): Promise<void> => {
  const { writeWithFolder } = await import('@interp/files/internal');
  await writeWithFolder(path, contents);
};
