import type { Figure } from '../figure.js';
import type { Language } from '../language.js';
import type { FigureRecord } from './run/records.js';

/** A figure with what became of it. */
export interface Entry {
  /** The figure. */
  readonly figure: Figure;
  /** What became of it. */
  readonly record: FigureRecord;
}

/** A network that figures asked. */
export interface NetworkFacts {
  /** Its name. */
  readonly name: string;
  /** Where it comes from: `shipped` or `trained`. */
  readonly origin: 'shipped' | 'trained';
  /** SHA-256 of its weights, in hexadecimal. */
  readonly sha256: string;
}

/** All that the report says. */
export interface ReportContents {
  /** The language of its texts. */
  readonly language: Language;
  /** How much work was done. */
  readonly mode: 'quick' | 'full' | 'train';
  /** What decided everything random. */
  readonly seed: number;
  /** Where digits came from. */
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
