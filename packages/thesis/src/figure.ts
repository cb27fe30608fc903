import type { SafetensorsEntry } from '@interp/files';
import { inEnglish, inSpanish, type Say, type Text } from './language.js';
import type { FigureContext } from './context.js';
import type { Rule } from './rule.js';

export type { Text } from './language.js';

/** A text that is the same in both languages, such as a number, or a text in each. */
export type Cell = string | Text;

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
  /** Its difference from the thesis, in a few words; empty if there is nothing to compare. */
  readonly difference: Text;
  /** What came out, in a few sentences: agreements and differences. */
  readonly caption: Text;
  /** What was measured: all that {@link Figure.rule} decides by. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Whether {@link Figure.rule} can be asked: digits drawn by code cannot be compared with MNIST. Default true. */
  readonly comparable?: boolean;
  /** The command line that makes it alone, where {@link Figure.command} depends on what was there. */
  readonly command?: string;
  /** Whether {@link FigureResult.ours} contains times, which differ between runs. Default false. */
  readonly timed?: boolean;
}

/** A figure, a table or a claim of the thesis that our packages can draw, count or decide, as a value. */
export interface Figure {
  /** Its number in the thesis, as `3.10`, `3.3`, `table, 4.1`, `text, 3.2`; of a claim the section and a letter, as `3.2 b`. */
  readonly number: string;
  /** Whether it is a figure or table, a claim of the text with the experiment that decides it, a chart that closes the summary, or the training of a network. Default `figure`. */
  readonly kind?: 'figure' | 'claim' | 'chart' | 'network';
  /** What it is, as a heading. */
  readonly title: Text;
  /** The thesis' result, in a few words. */
  readonly thesis: Text;
  /** Seconds reported by the thesis, if any. */
  readonly thesisSeconds?: number;
  /** Whether it shows or counts images of MNIST, which drawn digits replace if MNIST is not available. Default false. */
  readonly digits?: boolean;
  /** Approximate seconds in quick mode: the longest figures start first. Default 1. */
  readonly weight?: number;
  /** The command line that makes it alone with MNIST, without the program's name. */
  readonly command: string;
  /** What must hold of its numbers for it to agree with the thesis; none for a diagram, which is shown. Default none. */
  readonly rule?: Rule;
  /** What is to be seen and how it was made, whatever the networks. Default nothing. */
  readonly about?: Text;
  /** Why it comes out otherwise than in the thesis, or otherwise with the other network, as experiments found; shown where it does. */
  readonly cause?: Text;
  /** Draws it from the context, and knows not for which column. The report shows its errors in its place. */
  readonly draw: (context: FigureContext) => Promise<FigureResult>;
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

/** A text that is the same in both languages, such as a number. */
export const same = (text: string): Text => ({ en: text, es: text });

/** Draws a picture in both languages; one document if both are the same. */
export const inBoth = async (draw: (say: Say) => string | Promise<string>): Promise<Cell> => {
  const [en, es] = [await draw(inEnglish), await draw(inSpanish)];
  return en === es ? en : { en, es };
};

/**
 * A text, a drawing or a cell of a table in one language.
 *
 * @param cell - in both languages, or the same in both
 * @param language - which
 * @returns its text
 */
export const textOf = (cell: Cell, language: keyof Text): string => (typeof cell === 'string' ? cell : cell[language]);
