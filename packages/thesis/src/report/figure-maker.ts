import type { Figure } from '../figure.js';
import type { FigureRecord } from './figure-record.js';

/** Something that draws one figure at a time. */
export interface FigureMaker {
  /**
   * Draws a figure.
   *
   * @param figure - the figure
   * @param onProgress - told how far it is, from 0 to 1
   * @returns its record, `failed` where something went wrong
   * @throws Interrupted where it was stopped
   */
  make(figure: Figure, onProgress: (part: number) => void): Promise<FigureRecord>;
  /** Lets go of what it holds. */
  close(): Promise<void>;
}
