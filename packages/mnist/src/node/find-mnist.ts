import { access } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkedBy, checkObject, checkText, InterpError, optionsTable, text } from '@interp/checks';
import envPaths from 'env-paths';
import { mnistFiles, namesOf } from './mnist-files.js';

/** Options of {@link findMnist}. */
export interface FindOptions {
  /** The only folder to search. Default: the usual places. */
  readonly data?: string;
  /** Environment variables, of which `INTERP_DATA` counts. Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The current folder. Default `process.cwd()`. */
  readonly cwd?: string;
}

/** Checks of {@link FindOptions}. */
const findOptions = optionsTable<FindOptions>()({
  data: text(),
  env: checkedBy<Readonly<Record<string, string | undefined>>>((name, value) => {
    checkObject(name, value);
    checkText('INTERP_DATA', (value as NodeJS.ProcessEnv).INTERP_DATA);
  }),
  cwd: text(),
});

/**
 * The user's cache folder for the data set, the default target of a download.
 *
 * @returns an absolute path; the folder may not exist
 */
export const mnistCacheFolder = (): string => join(envPaths('interp', { suffix: '' }).cache, 'mnist');

/** `../shared/mnist` beside the repository that this file is in; undefined if the package is installed. */
const besideRepository = (): string[] => {
  const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../../..');
  return root.split(sep).includes('node_modules') ? [] : [resolve(root, '../shared/mnist')];
};

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** The files of MNIST that are not in a folder. */
const missingFrom = async (folder: string): Promise<readonly string[]> => {
  const missing: string[] = [];
  for (const file of mnistFiles) {
    const found = await Promise.all(namesOf(file).map((name) => isThere(join(folder, name))));
    if (!found.includes(true)) missing.push(file.name);
  }
  return missing;
};

/** Describes a folder for an error message, with the files that it lacks if it has some. */
const describeFolder = (folder: string, missing: readonly string[]): string =>
  missing.length === mnistFiles.length
    ? folder
    : `${folder} (${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing)`;

/** The working directory; the root where it is gone. */
const currentFolder = (): string => {
  try {
    return process.cwd();
  } catch {
    return sep;
  }
};

/**
 * The folders where MNIST is looked for, in order: `data` alone if it is given; else `$INTERP_DATA`, `../shared/mnist` beside
 * the repository and beside the current folder, and the user's cache folder.
 *
 * @param options - a folder of the caller's, environment, current folder
 * @returns absolute paths
 * @throws `bad-option`
 */
export function mnistFolders(options: FindOptions = {}): readonly string[] {
  const { data, env = process.env, cwd = currentFolder() } = findOptions.withDefaults(options);
  if (data !== undefined) return [resolve(cwd, data)];
  const named = env.INTERP_DATA ? [resolve(cwd, env.INTERP_DATA)] : [];
  return [...new Set([...named, ...besideRepository(), resolve(cwd, '../shared/mnist'), mnistCacheFolder()])];
}

/**
 * The first of the {@link mnistFolders} that has all four files; their contents are checked on loading.
 *
 * @param options - a folder of the caller's, environment, current folder
 * @returns its absolute path
 * @throws `not-found` if none has them, naming the folders, and the files that are missing where some are there; `bad-option`
 *
 * @example
 * ```ts
 * import { findMnist } from '@interp/mnist/node';
 *
 * const folder = await findMnist().catch(() => undefined);
 * console.log(folder ?? 'MNIST is not here');
 * ```
 */
export async function findMnist(options: FindOptions = {}): Promise<string> {
  const folders = mnistFolders(options);
  const looked: string[] = [];
  for (const folder of folders) {
    const missing = await missingFrom(folder);
    if (missing.length === 0) return folder;
    looked.push(describeFolder(folder, missing));
  }
  throw new InterpError(
    'not-found',
    `MNIST is not in ${looked.join(', nor in ')}; expected its four IDX files; fetch it or name the folder that has it`,
  );
}
