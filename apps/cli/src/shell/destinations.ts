import { extname } from 'node:path';
import { checkWritable, checkWritableFile } from '@interp/files/node';
import { isFolder } from '@interp/files/internal';
import { shownName } from '@interp/checks';
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
  if (found.picture !== undefined) await checkWritableFile(found.picture);
  if (found.folder !== undefined) await checkWritable(found.folder);
  if (csv === '-' && json)
    throw new UsageError('--csv - and --json both print their result; expected one of them, or a file for --csv');
  if (csv !== undefined && (await isFolder(csv)))
    throw new UsageError(`--csv is the folder ${shownName(csv)}; expected a file`);
  for (const file of [save, csv]) if (file !== undefined && file !== '-') await checkWritableFile(file);
  return { ...found, tensors: save, table: csv };
};
