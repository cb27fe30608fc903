import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InterpError } from '@interp/core';
import { classOf } from '@interp/core/internal';
import { plainText, shownPath } from '@interp/core/plain-text';
import type { ImageConsumer, Images } from './images.js';

/** The file in a folder of images that has their labels. */
const fileName = 'labels.csv';

/** The cells of a line of a table; a cell in quotes may hold commas, and quotes twice. */
const cellsOf = (line: string): readonly string[] =>
  Array.from(line.matchAll(/(?:^|,)(?:"(?<quoted>(?:[^"]|"")*)"|(?<plain>[^,]*))/g), ({ groups }) =>
    (groups?.['quoted']?.replaceAll('""', '"') ?? groups?.['plain'] ?? '').trim(),
  );

/** Labels in one cell: one name, or several with semicolons, bars, commas or, where none of these is there, spaces between. */
const labelsIn = (cell: string, names: readonly string[]): readonly string[] => {
  if (names.includes(cell)) return [cell];
  return cell
    .split(/[;|,]/.test(cell) ? /[;|,]/ : /\s+/)
    .map((label) => label.trim())
    .filter(Boolean);
};

/** The cells of labels by the names of files, without a header: a first line that names no file. */
const readTable = async (
  folder: string,
  files: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string> | undefined> => {
  const text = await readFile(join(folder, fileName), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const [first, ...others] = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map(cellsOf);
  const rows = [...(first && files.has(first[0]) ? [first] : []), ...others];
  if (rows.length === 0)
    throw new InterpError(
      'bad-file',
      `${shownPath(join(folder, fileName))} has labels of no file beside it; expected a line for each, as a.png,3 or b.png,cat;dog`,
    );
  return new Map(rows.map(([file, ...labels]) => [file, labels.join(';')]));
};

/**
 * The labels of images from the `labels.csv` of their folders: a line an image, its file and its labels. Where each class is decided by itself there may be
 * several, or none; else there is one.
 *
 * @param images - of files; other images, and those of folders without such a file, keep what labels they have
 * @param folders - folders that were named as inputs, with the files that they stand for
 * @param consumer - the classes and their names
 * @param note - told of files in the list that are not there
 * @returns the images with their labels
 * @throws InterpError `bad-file`, `bad-value`
 */
export const withLabelFiles = async (
  images: Images,
  folders: ReadonlyMap<string, readonly string[]>,
  { classes = Infinity, probabilities, settings }: ImageConsumer,
  note: (text: string) => void,
): Promise<Images> => {
  const names = settings?.labels ?? [];
  const sets = new Map<string, readonly number[]>();
  for (const [folder, paths] of folders) {
    const files = new Set(paths.map((path) => basename(path)));
    const table = await readTable(folder, files);
    const gone = [...(table?.keys() ?? [])].filter((file) => !files.has(file));
    if (gone.length > 0)
      note(`${join(folder, fileName)} names ${gone.length} files that are no pictures beside it, ${gone[0]} first`);
    for (const [file, cell] of table ?? []) {
      const set = labelsIn(cell, names).map((label) => {
        try {
          return classOf({ classes }, label, names);
        } catch (cause) {
          throw new InterpError('bad-value', `${plainText(join(folder, fileName), 100)}: ${(cause as Error).message}`, {
            cause,
          });
        }
      });
      if (probabilities !== 'sigmoid' && set.length !== 1)
        throw new InterpError(
          'bad-value',
          `${plainText(join(folder, fileName), 100)} has ${set.length} labels of ${plainText(file, 60)}, and the model's classes exclude each other; expected one`,
        );
      sets.set(join(folder, file), set);
    }
  }
  if (sets.size === 0) return images;
  const setOf = (index: number): readonly number[] | undefined => sets.get(images.name(index));
  return probabilities === 'sigmoid'
    ? { ...images, labelSet: (index) => setOf(index) ?? images.labelSet?.(index) }
    : { ...images, label: (index) => setOf(index)?.[0] ?? images.label(index) };
};
