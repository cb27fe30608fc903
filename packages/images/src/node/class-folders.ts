import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InterpError, plainText, shownName, shownPath } from '@interp/checks';
import { hasPictureName, inOrder } from './expand-inputs.js';
import type { ReadImagesOptions } from './read-images-options.js';

/** The pictures of a folder whose subfolders are classes. */
export interface ClassFolder {
  /** The class of each picture, by its path. */
  readonly labels: ReadonlyMap<string, number>;
  /** Pictures beside the subfolders, which are of no class. */
  readonly others: readonly string[];
  /** The subfolders in the order of the classes that they are taken for, where nothing but that order tells. */
  readonly classNames?: readonly string[];
}

/** The subfolders of a folder, and the pictures beside them; nothing where it is no folder, or has none. */
const contentsOf = async (
  path: string,
): Promise<{ readonly names: readonly string[]; readonly others: readonly string[] } | undefined> => {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  const shown = entries.filter(({ name }) => !name.startsWith('.'));
  const names = shown.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const others = shown.filter((entry) => !entry.isDirectory() && hasPictureName(entry.name)).map(({ name }) => name);
  return names.length > 0 ? { names: inOrder(names), others: inOrder(others) } : undefined;
};

const isNumber = (name: string): boolean => /^\d+$/.test(name);

/** The class of a subfolder: by its name among those of the model, by its number, or by its place. */
const classOf = (name: string, place: number, all: readonly string[], classNames?: readonly string[]): number => {
  const named = classNames?.indexOf(name) ?? -1;
  if (named >= 0) return named;
  if (classNames && !all.every(isNumber))
    throw new InterpError(
      'bad-value',
      `the subfolder ${shownName(name, 60)} is no class of the model; expected one of ${plainText(classNames.slice(0, 8).join(', '), 120)}`,
    );
  return all.every(isNumber) ? Number(name) : place;
};

/**
 * The pictures of a folder whose subfolders are classes, in order.
 *
 * @param path - the folder
 * @param options - the names of the classes, where they are known, and how many pictures at most, an equal share of each class
 * @returns their paths and classes; nothing where the path is no such folder
 * @throws InterpError `bad-value` for a subfolder that is no class, `not-found` where there are no pictures
 */
export const listClassFolder = async (
  path: string,
  { classNames, limit = Infinity }: Pick<ReadImagesOptions, 'classNames' | 'limit'>,
): Promise<ClassFolder | undefined> => {
  const contents = await contentsOf(path);
  if (!contents) return undefined;
  const { names } = contents;
  const share = Math.ceil(limit / names.length);
  const labels = new Map<string, number>();
  for (const [place, name] of names.entries()) {
    const label = classOf(name, place, names, classNames);
    const own = inOrder((await readdir(join(path, name))).filter(hasPictureName)).slice(0, share);
    for (const file of own) labels.set(join(path, name, file), label);
  }
  if (labels.size === 0)
    throw new InterpError(
      'not-found',
      `the subfolders of ${shownPath(path)} have no images; expected PNG, JPEG or WebP files`,
    );
  const others = contents.others.map((file) => join(path, file));
  return { labels, others, classNames: classNames || names.every(isNumber) ? undefined : names };
};
