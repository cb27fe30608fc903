import type { FigureRecord } from './drawing/records.js';
import type { Figure } from './figure.js';
import type { ReportLayout } from './layout.js';
import type { Language, Text } from './text/language.js';

/** A figure with its record. */
export interface Entry {
  /** The figure. */
  readonly figure: Pick<
    Figure,
    'number' | 'label' | 'kind' | 'title' | 'expected' | 'expectedSeconds' | 'rule' | 'about' | 'cause'
  >;
  /** Its record. */
  readonly record: FigureRecord;
}

/** A network that figures used. */
export interface NetworkFacts {
  /** Its name. */
  readonly name: string;
  /** Its origin: one of those of {@link ReportLayout.origins}. */
  readonly origin: string;
  /** The columns that it is in. */
  readonly columns: readonly string[];
  /** SHA-256 of its weights, in hexadecimal. */
  readonly sha256: string;
}

/** Something that was set for the whole run, such as its mode or its seed. */
export interface Fact {
  /** Its key in `report.json`. */
  readonly name: string;
  /** Its value there. */
  readonly value: string | number;
  /** How the head of the page says it. */
  readonly text: Text;
  /** What it is called where it is told again at each figure. Default not told there. */
  readonly label?: Text;
}

/** The contents of a report. */
export interface ReportContents {
  /** What it is of. */
  readonly layout: ReportLayout;
  /** The language of its texts. */
  readonly language: Language;
  /** What was set for this run. */
  readonly facts: readonly Fact[];
  /** Versions of what it was made with. */
  readonly versions: Readonly<Record<string, string>>;
  /** The networks. */
  readonly networks: readonly NetworkFacts[];
  /** The figures, in order. */
  readonly entries: readonly Entry[];
  /** Wall-clock seconds of this run. */
  readonly seconds: number;
}
