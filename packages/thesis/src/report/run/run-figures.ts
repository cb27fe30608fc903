import type { Figure } from '../../figure.js';
import { localMaker, NoThread, workerMaker, type FigureMaker } from './makers.js';
import { keepRecord, keptRecord, type FigureRecord, type RunSettings } from './records.js';

/** Options of {@link runFigures}. */
export interface RunFigures {
  /** Threads: 1 for this one alone. */
  readonly workers: number;
  /** What draws in a thread of its own; figures that it rejects with {@link NoThread} are drawn in this one. Default {@link workerMaker}. */
  readonly makerOfThread?: typeof workerMaker;
  /** Ends the work. */
  readonly signal: AbortSignal;
  /** Hears of each figure that is done, failed, or was there already (`kept`). */
  readonly onRecord?: (record: FigureRecord, kept: boolean) => void;
  /** Called with the number of figures done, weighted by duration, including fractions of those in progress. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Draws figures, the longest first, several at a time; those that an earlier run drew with the same settings are
 * reused. A figure that fails does not stop the others.
 *
 * @param figures - the figures
 * @param settings - of the run
 * @param options - threads, signal, callbacks
 * @returns a record for each figure, in their order; fewer after an interruption
 */
export const runFigures = async (
  figures: readonly Figure[],
  settings: RunSettings,
  { workers, makerOfThread = workerMaker, signal, onRecord, onProgress }: RunFigures,
): Promise<readonly FigureRecord[]> => {
  const records = new Map<Figure, FigureRecord>();
  const parts = new Map<Figure, number>();
  const weight = (some: Iterable<Figure>): number => [...some].reduce((sum, figure) => sum + (figure.weight ?? 1), 0);
  const total = weight(figures);
  const reportProgress = (): void => {
    const begun = [...parts].reduce((sum, [figure, part]) => sum + part * (figure.weight ?? 1), 0);
    onProgress?.((figures.length * (weight(records.keys()) + begun)) / total);
  };
  for (const figure of figures) {
    const kept = await keptRecord(figure, settings);
    if (!kept) continue;
    records.set(figure, kept);
    onRecord?.(kept, true);
  }
  reportProgress();
  const waiting = figures.filter((figure) => !records.has(figure)).sort((a, b) => (b.weight ?? 1) - (a.weight ?? 1));
  const drain = async (maker: FigureMaker): Promise<void> => {
    try {
      for (let figure = waiting.shift(); figure && !signal.aborted; figure = waiting.shift()) {
        const current = figure;
        const record = await maker
          .make(current, (part) => {
            parts.set(current, part);
            reportProgress();
          })
          .catch((error: unknown) => {
            if (error instanceof NoThread) waiting.unshift(current);
            throw error;
          });
        if (record === undefined) return;
        parts.delete(current);
        await keepRecord(current, record, settings.folder);
        records.set(current, record);
        onRecord?.(record, false);
        reportProgress();
      }
    } catch (error) {
      if (!(error instanceof NoThread)) throw error;
    } finally {
      await maker.close();
    }
  };
  const many = Math.min(workers, waiting.length);
  const makers = workers === 1 ? [localMaker] : Array.from({ length: many }, () => makerOfThread);
  await Promise.all(waiting.length === 0 ? [] : makers.map((make) => drain(make(settings, signal))));
  // What threads that could not start have left is drawn in this one.
  if (waiting.length > 0 && !signal.aborted) await drain(localMaker(settings, signal));
  return figures.flatMap((figure) => records.get(figure) ?? []);
};
