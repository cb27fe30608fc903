import type { Figure } from '../figure.js';
import type { Language } from '../language.js';
import type { ColumnName } from '../networks.js';
import type { FigureRecord } from './run/records.js';

/** A figure with its record. */
export interface Entry {
  /** The figure. */
  readonly figure: Figure;
  /** Its record. */
  readonly record: FigureRecord;
}

/** A network that figures used. */
export interface NetworkFacts {
  /** Its name. */
  readonly name: string;
  /** Its origin: `shipped` with @interp/pretrained, or a `file`, given or trained in this run. */
  readonly origin: 'shipped' | 'file';
  /** The columns that it is in. */
  readonly columns: readonly ColumnName[];
  /** SHA-256 of its weights, in hexadecimal. */
  readonly sha256: string;
}

/** The contents of the report. */
export interface ReportContents {
  /** The language of its texts. */
  readonly language: Language;
  /** How much work was done. */
  readonly mode: 'quick' | 'full' | 'train';
  /** The seed of everything random. */
  readonly seed: number;
  /** The source of the digits. */
  readonly source: 'mnist' | 'drawn';
  /** Versions of what it was made with. */
  readonly versions: Readonly<Record<string, string>>;
  /** The networks. */
  readonly networks: readonly NetworkFacts[];
  /** Figures, tables, claims and trainings, in the thesis' order. */
  readonly entries: readonly Entry[];
  /** Wall-clock seconds of this run. */
  readonly seconds: number;
}
