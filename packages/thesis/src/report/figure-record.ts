import type { NetworkName } from '../context.js';
import type { Cell, Text, Verdict } from '../figure.js';
import type { Language } from '../language.js';

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

/** A table of a figure. */
export interface TableRecord {
  /** Path of the CSV file from the report's folder. */
  readonly file: string;
  /** What it holds. */
  readonly title: Text;
  /** Names of the columns. */
  readonly head: readonly Text[];
  /** The cells. */
  readonly rows: readonly (readonly Cell[])[];
}

/** What became of one figure: plain data, kept in the report's folder so that a second run need not draw it again. */
export interface FigureRecord {
  /** Its number. */
  readonly number: string;
  /** Whether it was drawn. */
  readonly status: 'done' | 'failed';
  /** What went wrong, in one line, where it failed. */
  readonly error?: string;
  /** What it was drawn with: another key asks for another drawing. */
  readonly key: string;
  /** Wall-clock seconds that it took. */
  readonly seconds: number;
  /** The command line that makes it alone. */
  readonly command: string;
  /** Our numbers in a few words. */
  readonly ours: Text;
  /** How far they are from the thesis'. */
  readonly difference: Text;
  /** What comes of it; nothing where it failed. */
  readonly verdict?: Verdict;
  /** What one sees. */
  readonly caption: Text;
  /** What stands in for something that is not there. */
  readonly note?: Text;
  /** Whether {@link FigureRecord.ours} tells times. */
  readonly timed: boolean;
  /** Numbers that are compared with a committed record. */
  readonly numbers: Readonly<Record<string, number>>;
  /** The networks that it asked. */
  readonly networks: readonly NetworkName[];
  /** The TensorFlow.js backend that computed it. */
  readonly backend: string;
  /** The pictures. */
  readonly pictures: readonly PictureRecord[];
  /** The tables. */
  readonly tables: readonly TableRecord[];
  /** Paths of the raw data from the report's folder: JSON, and safetensors where there are tensors. */
  readonly data: readonly string[];
}
