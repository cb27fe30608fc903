import { basename, join } from 'node:path';
import { InterpError, plainText, shownPath } from '@interp/checks';
import { classOf } from '../class-of.js';
import { readPlainFile } from '@interp/files/internal';
import type { ReadImagesOptions } from './read-images-options.js';

/** The file in a folder of pictures that has their labels. */
const fileName = 'labels.csv';

/** The cells of a line of a table; a cell in quotes may hold commas, and quotes twice. */
const cellsOf = (line: string): readonly string[] => {
  const cells: string[] = [];
  for (let at = 0; at <= line.length; at++) {
    let end = line.indexOf(',', at);
    if (line[at] === '"') {
      // To the quote that is followed by no other; by two of them a cell says one.
      for (end = line.indexOf('"', at + 1); end >= 0 && line[end + 1] === '"';) end = line.indexOf('"', end + 2);
      if (end >= 0) end = line.indexOf(',', end);
    }
    if (end < 0) end = line.length;
    const cell = line.slice(at, end).trim();
    cells.push((/^".*"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell).trim());
    at = end;
  }
  return cells;
};

/** Labels in one cell: one name, or several with semicolons, bars, commas or, where none of these is there, spaces between. */
const labelsIn = (cell: string, names: readonly string[]): readonly string[] => {
  if (names.includes(cell)) return [cell];
  const labels = cell.split(/[;|,]/.test(cell) ? /[;|,]/ : /\s+/);
  return labels.map((label) => label.trim()).filter(Boolean);
};

/** The cells of labels by the names of files, without a header, which is a first line that names no file. */
const readTable = async (
  path: string,
  files: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string> | undefined> => {
  const bytes = await readPlainFile(path).catch(() => undefined);
  if (!bytes) return undefined;
  const lines = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const [first = [], ...others] = lines.filter((line) => line.trim() !== '').map(cellsOf);
  const rows = [...(files.has(first[0] ?? '') ? [first] : []), ...others];
  if (rows.length === 0)
    throw new InterpError(
      'bad-file',
      `${shownPath(path)} has no labels; expected a line for each picture, as a.png,3 or b.png,cat;dog`,
    );
  return new Map(rows.map(([file = '', ...labels]) => [file, labels.join(';')]));
};

/** The labels of the pictures of a folder. */
export interface LabelFile {
  /** The classes of pictures by their paths: one each, unless each class is decided by itself. */
  readonly labelSets: ReadonlyMap<string, readonly number[]>;
  /** What is wrong with the labels of some pictures, by their paths. */
  readonly wrong: ReadonlyMap<string, InterpError>;
}

/**
 * Reads the labels of the pictures of a folder from its `labels.csv`.
 *
 * @param folder - the folder
 * @param paths - its pictures
 * @param options - the classes and their names, and whether a picture may have several
 * @returns the labels; nothing where there is no such file
 * @throws InterpError `bad-file`
 */
export const readLabelFile = async (
  folder: string,
  paths: readonly string[],
  { classes = Infinity, classNames = [], multiLabel = false, onNote }: Omit<ReadImagesOptions, 'inputShape'>,
): Promise<LabelFile | undefined> => {
  const list = join(folder, fileName);
  const files = new Set(paths.map((path) => basename(path)));
  const table = await readTable(list, files);
  if (!table) return undefined;
  const gone = [...table.keys()].filter((file) => !files.has(file));
  if (gone.length > 0) onNote?.(`${list} names ${gone.length} files that are no pictures beside it, ${gone[0]} first`);
  const [labelSets, wrong] = [new Map<string, readonly number[]>(), new Map<string, InterpError>()];
  const refuse = (file: string, what: string, cause?: unknown): void => {
    const message = `${plainText(list, 100)}, ${plainText(file, 60)}: ${what}`;
    wrong.set(join(folder, file), new InterpError('bad-value', message, { cause }));
  };
  for (const [file, cell] of table)
    try {
      const labels = labelsIn(cell, classNames).map((label) => classOf({ classes }, label, classNames));
      if (multiLabel || labels.length === 1) labelSets.set(join(folder, file), labels);
      else refuse(file, `there are ${labels.length} labels, and the model's classes exclude each other; expected one`);
    } catch (cause) {
      refuse(file, (cause as Error).message, cause);
    }
  return { labelSets, wrong };
};
