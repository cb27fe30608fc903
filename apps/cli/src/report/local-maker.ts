import { failureOf, Interrupted } from '../shell/failure.js';
import { openContext } from '../figures/open-context.js';
import type { Terminal } from '../shell/terminal.js';
import type { FigureMaker } from './figure-maker.js';
import { keyOf } from './kept-records.js';
import { failedFigure, makeFigure } from './make-figure.js';
import type { RunSettings } from './run-settings.js';

/**
 * Draws figures in this thread.
 *
 * @param settings - of the run
 * @param around - environment variables and the signal that ends the work
 * @returns the maker
 */
export const localMaker = (settings: RunSettings, around: Pick<Terminal, 'env' | 'signal'>): FigureMaker => {
  let told: (part: number) => void = () => undefined;
  const open = openContext(settings, { ...around, progress: (part) => told(part) });
  return {
    make: async (figure, onProgress) => {
      told = onProgress;
      const key = keyOf(figure, settings);
      try {
        return await makeFigure(figure, open, settings.folder, key);
      } catch (error) {
        if (around.signal.aborted) throw new Interrupted('interrupted before the figure was drawn');
        return failedFigure(figure, failureOf(error).line, key);
      }
    },
    close: open.close,
  };
};
