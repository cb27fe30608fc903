import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { Figure } from '../figure.js';
import { write } from './files.js';
import type { FigureRecord } from './figure-record.js';
import type { RunSettings } from './run-settings.js';

/**
 * What a figure is drawn with, as a short text: figures with the same key are the same but for their times.
 *
 * @param figure - the figure
 * @param settings - of the run
 * @returns 16 hexadecimal digits
 */
export const keyOf = ({ number }: Figure, settings: RunSettings): string => {
  const { mode, seed, backend, source, data = '', networks, version, program } = settings;
  const all = JSON.stringify([number, mode, seed, backend, source, data, networks, version, program]);
  return createHash('sha256').update(all).digest('hex').slice(0, 16);
};

/** A name for files: letters, digits, dots and hyphens. */
export const fileNameOf = ({ number }: Pick<Figure, 'number'>): string => number.replace(/[^\w.]+/g, '-');

const placeOf = (figure: Figure, folder: string): string => join(folder, 'records', `${fileNameOf(figure)}.json`);

/** Whether a path stays in the folder: what it leads to goes into the report, and the folder may be a stranger's. */
const isInside = (file: string): boolean =>
  !isAbsolute(file) && !/^[A-Za-z]:/.test(file) && !file.split(/[\\/]/).includes('..');

const isThere = async (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * The record that an earlier run left, if it is of the same drawing and its files are all there.
 *
 * @param figure - the figure
 * @param settings - of the run
 * @returns the record; nothing where the figure is to be drawn
 */
export const keptRecord = async (figure: Figure, settings: RunSettings): Promise<FigureRecord | undefined> => {
  const text = await readFile(placeOf(figure, settings.folder), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const record = JSON.parse(text) as FigureRecord;
    if (record.key !== keyOf(figure, settings) || record.status !== 'done') return undefined;
    const pictures = record.pictures.flatMap(({ files: { en, es } }) => [en, es]);
    const files = [...pictures, ...record.tables].map(({ file }) => file).concat(record.data);
    if (!files.every((file) => isInside(file))) return undefined;
    const there = await Promise.all(files.map((file) => isThere(join(settings.folder, file))));
    return there.every(Boolean) ? record : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Keeps a record for the next run.
 *
 * @param figure - the figure
 * @param record - what became of it
 * @param folder - the report's
 */
export const keepRecord = (figure: Figure, record: FigureRecord, folder: string): Promise<void> =>
  write(placeOf(figure, folder), `${JSON.stringify(record)}\n`);
