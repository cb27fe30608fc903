import { isInterpError } from '@interp/core';
import type { Around } from '../context.js';
import { Interrupted } from './interrupted.js';
import type { FigureMaker } from './figure-maker.js';
import { keyOf } from './kept-records.js';
import { failedFigure, makeFigure } from './make-figure.js';
import type { RunSettings } from './run-settings.js';

const lineOf = (error: unknown): string => {
  const line = (error instanceof Error ? error.message : String(error)).replace(/\s*[\r\n]+\s*/g, ' ').trim();
  return isInterpError(error) ? line : `unexpected failure: ${line}`;
};

/**
 * Draws figures in this thread.
 *
 * @param settings - of the run
 * @param around - environment variables and the signal that ends the work
 * @returns the maker
 */
export const localMaker = (settings: RunSettings, around: Pick<Around, 'env' | 'signal' | 'open'>): FigureMaker => {
  let told: (part: number) => void = () => undefined;
  const open = around.open(settings, { ...around, progress: (part) => told(part) });
  return {
    make: async (figure, onProgress) => {
      told = onProgress;
      const key = keyOf(figure, settings);
      try {
        return await makeFigure(figure, open, settings.folder, key);
      } catch (error) {
        if (around.signal.aborted) throw new Interrupted('interrupted before the figure was drawn');
        return failedFigure(figure, lineOf(error), key);
      }
    },
    close: open.close,
  };
};
