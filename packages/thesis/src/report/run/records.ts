import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readPlainFile } from '@interp/files/internal';
import { columnNames, type Columns } from '../../networks.js';
import type { Figure, FigureResult, FigureTable, Text } from '../../figure.js';
import { heldBy, verdictOf, type Verdict } from '../../rule.js';
import type { Language } from '../../language.js';
import type { ContextSettings } from '../../node-context.js';
import { isOwnFile, writeIn } from '../files.js';
import { hasRecordForm } from './record-form.js';

/** The settings of one run of the report. */
export interface RunSettings extends ContextSettings {
  /** The report's folder. */
  readonly folder: string;
  /** Version of the program. */
  readonly version: string;
  /** Hash of the program, so that a changed program draws again. */
  readonly program: string;
}

/** A file with a picture. */
export interface PictureFile {
  /** Its path from the report's folder. */
  readonly file: string;
  /** Width in pixels as it is meant to be shown. */
  readonly width: number;
  /** Height likewise. */
  readonly height: number;
}

/** A picture of a figure, in the report's folder. */
export interface PictureRecord {
  /** Its file in each language: the same one where no words are in it. */
  readonly files: Readonly<Record<Language, PictureFile>>;
  /** What is to be seen. */
  readonly alt: Text;
}

/** A table of a figure, with the path of its CSV file from the report's folder. */
export type TableRecord = Omit<FigureTable, 'name'> & { readonly file: string };

/** What one column of a figure came out as: plain data. */
export interface ColumnRecord extends Pick<FigureResult, 'ours' | 'difference' | 'caption' | 'numbers'> {
  /** The verdict; undefined if it failed. */
  readonly verdict?: Verdict;
  /** Whether each condition of the figure's rule holds. */
  readonly held: readonly boolean[];
  /** The error, in one line, if it failed. */
  readonly error?: string;
  /** Wall-clock seconds that it took. */
  readonly seconds: number;
  /** The command line that makes it alone. */
  readonly command: string;
  /** Whether {@link ColumnRecord.ours} has times, which no two runs have the same. */
  readonly timed: boolean;
  /** The networks that it used. */
  readonly networks: readonly string[];
  /** The pictures. */
  readonly pictures: readonly PictureRecord[];
  /** The tables. */
  readonly tables: readonly TableRecord[];
  /** Paths of the raw data from the report's folder: JSON, and safetensors where there are tensors. */
  readonly data: readonly string[];
}

/** The record of one figure: plain data, stored in the report's folder so that a later run need not draw it again. */
export interface FigureRecord extends Columns<ColumnRecord> {
  /** Its number. */
  readonly number: string;
  /** Whether both columns were drawn. */
  readonly status: 'done' | 'failed';
  /** The error, in one line, if one failed. */
  readonly error?: string;
  /** The cache key of its inputs: with another key it is drawn again. */
  readonly key: string;
  /** Wall-clock seconds of both columns. */
  readonly seconds: number;
  /** Whether it asks no network in which the columns differ, so that it was drawn once and both columns are the same. */
  readonly same: boolean;
  /** What was substituted for missing data. */
  readonly note?: Text;
  /** The TensorFlow.js backend that computed it. */
  readonly backend: string;
}

/** The cache key of a figure's inputs, 16 hexadecimal digits: figures with the same key are the same except for their times. */
export const keyOf = ({ number }: Figure, settings: RunSettings): string => {
  const { mode, seed, backend, data = '', networks, version, program } = settings;
  const all = JSON.stringify([number, mode, seed, backend, data, networks, version, program]);
  return createHash('sha256').update(all).digest('hex').slice(0, 16);
};

/** A name for files: letters, digits, dots and hyphens. */
export const fileNameOf = ({ number }: Pick<Figure, 'number'>): string => number.replace(/[^\w.]+/g, '-');

const recordFile = (figure: Figure, folder: string): string => join(folder, 'records', `${fileNameOf(figure)}.json`);

/** Bytes of a record, or of a picture that goes into the page, at most. */
const mostBytes = 2 ** 24;

/** All files of a column, and how many bytes each may have. */
const filesOf = ({ pictures, tables, data }: ColumnRecord): readonly (readonly [file: string, most: number])[] => [
  ...pictures.flatMap(({ files: { en, es } }) => [en, es]).map(({ file }) => [file, mostBytes] as const),
  ...[...tables.map(({ file }) => file), ...data].map((file) => [file, Infinity] as const),
];

/** Whether what a column says of the figure's rule follows from its numbers; nothing is held where it was not comparable. */
const follows = (figure: Figure, { error, numbers, held, verdict }: ColumnRecord): boolean => {
  const rule = held.length === 0 ? [] : (figure.rule ?? []);
  // JSON has null for numbers that are not finite.
  const measured = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, value ?? NaN]));
  return error === undefined && verdict === verdictOf(rule, measured) && heldBy(rule, measured).join() === held.join();
};

/** The record that an earlier run left, if it is of the same drawing and its files are all there. Who wrote the folder need not be trusted. */
export const keptRecord = async (figure: Figure, settings: RunSettings): Promise<FigureRecord | undefined> => {
  const { folder } = settings;
  try {
    const file = recordFile(figure, folder);
    if (!(await isOwnFile(folder, file))) return undefined;
    const stored: unknown = JSON.parse(
      (await readPlainFile(file, { followLink: false, most: mostBytes })).toString('utf8'),
    );
    if (!hasRecordForm(stored)) return undefined;
    const record = stored as FigureRecord;
    if (record.number !== figure.number) return undefined;
    if (record.key !== keyOf(figure, settings) || record.status !== 'done') return undefined;
    if (!columnNames.every((column) => follows(figure, record[column]))) return undefined;
    const files = columnNames.flatMap((column) => filesOf(record[column]));
    const there = await Promise.all(files.map(([file, most]) => isOwnFile(folder, join(folder, file), most)));
    return there.every(Boolean) ? record : undefined;
  } catch {
    return undefined;
  }
};

/** Stores a record for the next run. */
export const keepRecord = (figure: Figure, record: FigureRecord, folder: string): Promise<void> =>
  writeIn(folder, recordFile(figure, folder), `${JSON.stringify(record)}\n`);
