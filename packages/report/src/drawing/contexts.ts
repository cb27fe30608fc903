import type { Figure } from '../figure.js';
import type { Text } from '../text/language.js';

/** What figures of one column are drawn from: whatever they ask for, and which networks that were. */
export interface DrawingContext {
  /** Asks the work to end early. */
  readonly signal: AbortSignal;
  /** What networks were asked for since the set was last cleared, by what they are for. */
  readonly asked: Set<string>;
  /** The name of each network: columns that ask networks of the same names only are drawn once. */
  readonly names: Readonly<Record<string, string>>;
}

/** A context for each column. */
export interface DrawingContexts<Context extends DrawingContext = DrawingContext> {
  /** By the name of the column. */
  readonly columns: Readonly<Record<string, Context>>;
  /** What computes, by its name. */
  backend(): string;
  /** What is to be told of a figure that is drawn with these: its command line, and what was substituted for missing data. Default nothing else. */
  tell?(figure: Pick<Figure, 'number' | 'command'>): { readonly command: string; readonly note?: Text };
  /** Disposes of all of it. */
  dispose(): Promise<void>;
}

/** What drives the work in contexts. */
export interface Driving {
  /** Asks it to end early. */
  readonly signal: AbortSignal;
  /** Called with the part of a figure that is done, from 0 to 1. */
  readonly onProgress: (part: number) => void;
}

/** Opens contexts from the inputs of a run. */
export type OpenContexts<Context extends DrawingContext = DrawingContext> = (
  driving: Driving,
) => Promise<DrawingContexts<Context>>;
