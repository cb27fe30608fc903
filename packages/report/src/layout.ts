import type { Figure } from './figure.js';
import type { Text } from './text/language.js';

/** A column of a report: what all figures are drawn from once. */
export interface ColumnForm {
  /** Its name, a key of `report.json`. */
  readonly name: string;
  /** What it is called. */
  readonly title: Text;
  /** What names of its files end in, before their extension. */
  readonly ending: string;
}

/** Figures of one kind. */
export interface KindForm {
  /** The list of `report.json` that has them. */
  readonly list: string;
  /** Whether each column begins with its name and its verdict. Default true. */
  readonly verdict?: boolean;
  /** Whether their words say enough at first sight: pictures and tables are read on demand. Default false. */
  readonly folded?: boolean;
}

/** A section of a report's page. */
export interface SectionForm {
  /** Its anchor. */
  readonly id: string;
  /** Its title; what is before a full stop names it in the bar. */
  readonly title: Text;
  /** What is said before its figures. Default nothing. */
  readonly lead?: Text;
  /** What its figures are called, in the table of contents. Default none: it is not in the table, and not counted. */
  readonly caption?: Text;
  /** Which figures are in it. */
  readonly has: (figure: Pick<Figure, 'number' | 'kind'>) => boolean;
}

/** What a report is of: all that its page and `report.json` say besides its figures. */
export interface ReportLayout {
  /** The title of its page. */
  readonly title: Text;
  /** Paragraphs under the title. */
  readonly lead: readonly Text[];
  /** Its columns, in order. */
  readonly columns: readonly ColumnForm[];
  /** What a column is called that stands for all, because they ask the same. */
  readonly allColumns: Text;
  /** That with which figures are compared: its key in `report.json`, what it is called, and what the seconds are called that it tells of. */
  readonly expected: { readonly name: string; readonly title: Text; readonly seconds: Text };
  /** What the marks of the table of contents mean. */
  readonly key: Text;
  /** Its sections, in order. */
  readonly sections: readonly SectionForm[];
  /** The kinds of its figures, in the order of their lists in `report.json`; `figure` is the default of a figure. */
  readonly kinds: Readonly<Record<string, KindForm>>;
  /** What an origin of a network is called, by its name in `report.json`. */
  readonly origins: Readonly<Record<string, Text>>;
  /** The program whose command lines make figures alone. */
  readonly program: string;
}

/** Figures of a kind in a layout. */
export const kindOf = ({ kinds }: ReportLayout, { kind = 'figure' }: Pick<Figure, 'kind'>): KindForm =>
  kinds[kind] ?? { list: `${kind}s` };
