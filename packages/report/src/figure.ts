import { checkFields } from '@interp/checks';
import type { SafetensorsEntry } from '@interp/files';
import type { Numbers, Rule } from './rule.js';
import type { Cell, Text } from './text/language.js';

/** One picture of a figure. */
export interface Picture {
  /** Name of its file without extension, which starts with the figure's number: `3.3a`. */
  readonly name: string;
  /** The SVG document, in both languages if it has words. */
  readonly svg: Cell;
  /** `pixels` become a PNG file, a `drawing` (chart or diagram) an SVG file. */
  readonly kind: 'pixels' | 'drawing';
  /** Alternative text. */
  readonly alt: Text;
}

/** A table that belongs to a figure and is shown with it; it also becomes a CSV file. */
export interface FigureTable {
  /** Name of its file without extension. */
  readonly name: string;
  /** What it holds. */
  readonly title: Text;
  /** Names of the columns; the first column names the rows. */
  readonly head: readonly Text[];
  /** The cells, in both languages if they are words. */
  readonly rows: readonly (readonly Cell[])[];
}

/** The result of drawing a figure. */
export interface FigureResult {
  /** The pictures, in order; none for a table. */
  readonly pictures: readonly Picture[];
  /** The tables, in order. Default none. */
  readonly tables?: readonly FigureTable[];
  /** The raw data, plain values, written as JSON. */
  readonly data: unknown;
  /** Raw tensors, written as safetensors. Default none. */
  readonly tensors?: readonly (readonly [name: string, tensor: SafetensorsEntry])[];
  /** Our result in a few words, for the summary. */
  readonly ours: Text;
  /** Its difference from what is expected, in a few words. Default nothing. */
  readonly difference?: Text;
  /** What came out, in a few sentences: agreements and differences. Default nothing. */
  readonly caption?: Text;
  /** What was measured: all that {@link Figure.rule} decides by. */
  readonly numbers: Numbers;
  /** Whether {@link Figure.rule} can be asked of these data. Default true. */
  readonly comparable?: boolean;
  /** The command line that makes it alone, where {@link Figure.command} depends on what was there. */
  readonly command?: string;
  /** Whether {@link FigureResult.ours} contains times, which differ between runs. Default false. */
  readonly timed?: boolean;
}

/** A figure, a table or a claim as a value: what it is, what is expected of it, and how it is drawn, counted or decided. */
export interface Figure<Context = unknown> {
  /** Its number, unique in a report, as `3.10`, `table, 4.1`, `claim 3.2b`; names of its files are made of it. */
  readonly number: string;
  /** What it is called. Default its number. */
  readonly label?: Text;
  /** Of which kind it is: one of those of the report's {@link ReportLayout.kinds}. Default `figure`. */
  readonly kind?: string;
  /** What it is, as a heading. */
  readonly title: Text;
  /** What is expected, in a few words: what the one says with whom the report compares. */
  readonly expected: Text;
  /** Seconds that it took there, if they are told. */
  readonly expectedSeconds?: number;
  /** Approximate seconds that it takes: the longest figures start first. Default 1. */
  readonly weight?: number;
  /** The command line that makes it alone, without the program's name. */
  readonly command: string;
  /** What must hold of its numbers for it to agree with what is expected; none for what is shown alone. Default none. */
  readonly rule?: Rule;
  /** What is to be seen and how it was made, whatever the column. Default nothing. */
  readonly about?: Text;
  /** Why it comes out otherwise than expected, or otherwise in another column, as experiments found; shown where it does. */
  readonly cause?: Text;
  /** Draws it from a context, and knows not for which column. The report shows its errors in its place. */
  readonly draw: (context: Context) => Promise<FigureResult>;
}

/** The picture of a figure that is one image of pixels: its name, its SVG document, and what is to be seen. */
export const pixels = (name: string, svg: Cell, alt: Text): readonly [Picture] => [{ name, svg, kind: 'pixels', alt }];

/** The picture of a figure that is one chart or diagram. */
export const drawing = (name: string, svg: Cell, alt: Text): readonly [Picture] => [
  { name, svg, kind: 'drawing', alt },
];

/** The table of a figure that has one: the name of its file, what it holds, the names of its columns, and its cells. */
export const table = (
  name: string,
  title: Text,
  head: readonly Text[],
  rows: readonly (readonly Cell[])[],
): readonly [FigureTable] => [{ name, title, head, rows }];

/** A name for files: letters, digits, dots and hyphens. */
export const fileNameOf = (figure: Pick<Figure, 'number'>): string => {
  checkFields('the figure', figure, { number: 'text' });
  return figure.number.replace(/[^\w.]+/g, '-');
};
