import type { SafetensorsEntry } from '@interp/core';
import { inEnglish, inSpanish, type Say } from './language.js';
import type { FigureContext } from './context.js';

/** A text in both languages of the report. */
export interface Text {
  /** English. */
  readonly en: string;
  /** Spanish, the thesis' language. */
  readonly es: string;
}

/** What is the same in both languages, such as a number, or words in both. */
export type Cell = string | Text;

/**
 * What comes of setting ours beside the thesis': `agrees`, `partly` or `differs` where there is something to compare, `drawn` where
 * the figure only shows something.
 */
export type Verdict = 'agrees' | 'partly' | 'differs' | 'drawn';

/** One picture of a figure. */
export interface Picture {
  /** Name of its file without extension, begun with the figure's number: `3.3a`. */
  readonly name: string;
  /** The drawing as an SVG document; a text where words are in it. */
  readonly svg: Cell;
  /** Images of pixels become PNG files, charts and diagrams SVG files. */
  readonly kind: 'pixels' | 'drawing';
  /** What is to be seen, for those who do not see it. */
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
  /** The cells; a text where they are words. */
  readonly rows: readonly (readonly Cell[])[];
}

/** What drawing a figure gives. */
export interface FigureResult {
  /** The pictures, in order; none for a table. */
  readonly pictures: readonly Picture[];
  /** The tables, in order. Default none. */
  readonly tables?: readonly FigureTable[];
  /** The raw data, plain values, written as JSON. */
  readonly data: unknown;
  /** Raw tensors, written as safetensors. Default none. */
  readonly tensors?: readonly (readonly [name: string, tensor: SafetensorsEntry])[];
  /** Our numbers in a few words, to stand in a row of the summary. */
  readonly ours: Text;
  /** How far they are from the thesis', in a few words; empty where there is nothing to compare. */
  readonly difference: Text;
  /** What comes of it. */
  readonly verdict: Verdict;
  /** What one sees, in a few sentences, with what is the same as in the thesis and what is not. */
  readonly caption: Text;
  /** Numbers that a change of the program should not change: compared with a committed record. */
  readonly numbers: Readonly<Record<string, number>>;
  /** The command line that makes it alone, where {@link Figure.command} depends on what was there. */
  readonly command?: string;
  /** Whether {@link FigureResult.ours} tells times, which no two runs have the same. Default false. */
  readonly timed?: boolean;
}

/** A figure, a table or a claim of the thesis that our packages can draw, count or decide, as a value. */
export interface Figure {
  /** Its number in the thesis, as `3.10`, `3.3`, `table, 4.1`, `text, 3.2`; of a claim the section and a letter, as `3.2 b`. */
  readonly number: string;
  /** Whether it is a figure or table, a claim of the text with the experiment that decides it, or the training of a network. Default `figure`. */
  readonly kind?: 'figure' | 'claim' | 'network';
  /** What it is, as a heading. */
  readonly title: Text;
  /** What the thesis has there, in a few words. */
  readonly thesis: Text;
  /** Seconds that it took the thesis, where it says so. */
  readonly thesisSeconds?: number;
  /** Whether it shows or counts images of MNIST, for which drawn digits stand in where MNIST is not there. Default false. */
  readonly digits?: boolean;
  /** About how many seconds the quick one takes: the longest are begun first. Default 1. */
  readonly weight?: number;
  /** The command line that makes it alone with MNIST, without the program's name. */
  readonly command: string;
  /** Draws it with what the context lends; throws whatever goes wrong, which the report says in its place. */
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

/** A text that is the same in both languages: numbers, mostly. */
export const same = (text: string): Text => ({ en: text, es: text });

/** Draws a picture with the words of both languages; one text where both are the same. */
export const inBoth = async (draw: (say: Say) => string | Promise<string>): Promise<Cell> => {
  const [en, es] = [await draw(inEnglish), await draw(inSpanish)];
  return en === es ? en : { en, es };
};

/** A cell in one language. */
export const textOf = (cell: Cell, language: keyof Text): string => (typeof cell === 'string' ? cell : cell[language]);
