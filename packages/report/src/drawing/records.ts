import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readPlainFile } from '@interp/files/internal';
import type { DrawnFigure } from '../draw-figure.js';
import { fileNameOf, type Figure, type FigureTable } from '../figure.js';
import { isOwnFile, writeIn } from '../files.js';
import type { ColumnForm } from '../layout.js';
import { heldBy, verdictOf, type Verdict } from '../rule.js';
import type { Language, Text } from '../text/language.js';
import { hasRecordForm } from './record-form.js';

/** The settings of one run, plain values, which are sent to other threads. */
export interface RunSettings<Inputs = unknown> {
  /** The folder that figures are written into. */
  readonly folder: string;
  /** The columns. */
  readonly columns: readonly ColumnForm[];
  /** What contexts are opened from: figures of other inputs are drawn again. */
  readonly inputs: Inputs;
  /** A hash of the program, so that a changed program draws again. */
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
export interface ColumnRecord extends Pick<DrawnFigure, 'ours' | 'difference' | 'caption' | 'numbers' | 'held'> {
  /** The verdict; undefined if it failed. */
  readonly verdict?: Verdict;
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

/** The record of one figure: plain data, kept in the report's folder so that a later run need not draw it again. */
export interface FigureRecord {
  /** Its number. */
  readonly number: string;
  /** Whether all columns were drawn. */
  readonly status: 'done' | 'failed';
  /** The error, in one line, if one failed. */
  readonly error?: string;
  /** The cache key of its inputs: with another key it is drawn again. */
  readonly key: string;
  /** Wall-clock seconds of all columns. */
  readonly seconds: number;
  /** Whether it asks no network in which the columns differ, so that it was drawn once and all columns are the same. */
  readonly same: boolean;
  /** What each column came out as, by its name. */
  readonly columns: Readonly<Record<string, ColumnRecord>>;
  /** What was substituted for missing data. */
  readonly note?: Text;
  /** What computed it. */
  readonly backend: string;
}

/** The cache key of a figure's inputs, 16 hexadecimal digits: figures with the same key are the same except for their times. */
export const keyOf = ({ number }: Pick<Figure, 'number'>, { inputs, program }: RunSettings): string =>
  createHash('sha256')
    .update(JSON.stringify([number, inputs, program]))
    .digest('hex')
    .slice(0, 16);

type Ruled = Pick<Figure, 'number' | 'rule'>;

const recordFile = (figure: Ruled, folder: string): string => join(folder, 'records', `${fileNameOf(figure)}.json`);

/** Bytes of a record, or of a picture that goes into the page, at most. */
const mostBytes = 2 ** 24;

/** All files of a column, and how many bytes each may have. */
const filesOf = ({ pictures, tables, data }: ColumnRecord): readonly (readonly [file: string, most: number])[] => [
  ...pictures.flatMap(({ files: { en, es } }) => [en, es]).map(({ file }) => [file, mostBytes] as const),
  ...[...tables.map(({ file }) => file), ...data].map((file) => [file, Infinity] as const),
];

/** Whether what a column says of the figure's rule follows from its numbers; nothing is held where it was not comparable. */
const follows = (figure: Ruled, { error, numbers, held, verdict }: ColumnRecord): boolean => {
  const rule = held.length === 0 ? [] : (figure.rule ?? []);
  // JSON has null for numbers that are not finite.
  const measured = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, value ?? NaN]));
  return error === undefined && verdict === verdictOf(rule, measured) && heldBy(rule, measured).join() === held.join();
};

/** The record that an earlier run left, if it is of the same drawing and its files are all there. Who wrote the folder need not be trusted. */
export const keptRecord = async (figure: Ruled, settings: RunSettings): Promise<FigureRecord | undefined> => {
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
    const columns = settings.columns.map(({ name }) => record.columns[name]);
    if (!columns.every((column) => follows(figure, column))) return undefined;
    const files = columns.flatMap(filesOf);
    const there = await Promise.all(files.map(([file, most]) => isOwnFile(folder, join(folder, file), most)));
    return there.every(Boolean) ? record : undefined;
  } catch {
    return undefined;
  }
};

/** Stores a record for the next run. */
export const keepRecord = (figure: Ruled, record: FigureRecord, folder: string): Promise<void> =>
  writeIn(folder, recordFile(figure, folder), `${JSON.stringify(record)}\n`);
