import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { InterpError, shownName } from '@interp/checks';
import { isArrayFile } from './file-parts.js';

/** Whether a file is called as a picture is. */
export const hasPictureName = (name: string): boolean => /\.(?:png|jpe?g|webp)$/i.test(name);

const isPicture = (name: string): boolean => hasPictureName(name) && !name.startsWith('.');
const isReadable = (name: string): boolean => isPicture(name) || (isArrayFile(name) && !name.startsWith('.'));

/** Names in the order of their letters, numbers in them by value: `2` before `10`. */
export const inOrder = (names: readonly string[]): readonly string[] =>
  [...names].sort(new Intl.Collator('en', { numeric: true }).compare);

const kindOf = async (path: string): Promise<'file' | 'folder' | undefined> => {
  const found = await stat(path).catch(() => undefined);
  return found && (found.isDirectory() ? 'folder' : 'file');
};

/** A pattern whose special characters are `*`, `**`, `?`, `[a-z]` and `{a,b}`, and no others: folders are called `photos (1)`. */
const plainPattern = (spec: string): string =>
  (process.platform === 'win32' ? spec.replaceAll('\\', '/') : spec).replace(/\[[^\]]*\]|[()!@+|]/g, (special) =>
    special.length > 1 ? special : `\\${special}`,
  );

/** Files that a pattern fits, each once, though links lead to it on several ways. */
const matching = async (spec: string): Promise<readonly string[]> => {
  const { glob } = await import('tinyglobby');
  const all = await glob(plainPattern(spec), { expandDirectories: false, absolute: isAbsolute(spec) }).catch(() => []);
  const files = new Map<string, string>();
  for (const path of all.filter((path) => isReadable(basename(path))).sort((a, b) => a.length - b.length)) {
    const file = await realpath(path).catch(() => path);
    if (!files.has(file)) files.set(file, path);
  }
  return [...files.values()];
};

const isPattern = (spec: string): boolean => /[*?[{]/.test(spec);

const none = (what: string, spec: string, hasFolders = false): InterpError =>
  new InterpError(
    'not-found',
    `${what} ${shownName(spec)} ${what === 'the folder' ? 'holds' : 'fits'} no picture; expected PNG, JPEG or WebP files${hasFolders ? '; for those of its subfolders give a pattern, as "folder/**/*.png"' : ''}`,
  );

/**
 * The files that an input stands for: those of a folder, or those that a pattern fits, in the order of their names with
 * numbers by their value. Anything else stands for itself.
 *
 * @param spec - a path, a folder or a pattern
 * @returns paths
 * @throws InterpError `not-found` where there is none
 */
export const expandInput = async (spec: string): Promise<readonly string[]> => {
  const kind = await kindOf(spec);
  if (kind === 'folder') {
    const entries = await readdir(spec, { withFileTypes: true });
    const names = entries.map(({ name }) => name).filter(isPicture);
    if (names.length === 0)
      throw none(
        'the folder',
        spec,
        entries.some((entry) => entry.isDirectory()),
      );
    return inOrder(names).map((name) => join(spec, name));
  }
  if (kind === 'file' || !isPattern(spec)) return [spec];
  const found = await matching(spec);
  if (found.length === 0) throw none('the pattern', spec);
  return inOrder(found);
};
