import { checkObject, checkRecords } from '@interp/checks';
import type { Figure } from '../figure.js';
import type { DrawingContext, OpenContexts } from './contexts.js';
import { localMaker, NoThread, workerMaker, type FigureMaker } from './makers.js';
import { keepRecord, keptRecord, type FigureRecord, type RunSettings } from './records.js';

/** Options of {@link drawFigures}. */
export interface DrawFiguresOptions<Context extends DrawingContext> {
  /** Opens the contexts that figures are drawn from in this thread. */
  readonly open: OpenContexts<Context>;
  /** Figures at a time, each in a thread of its own; 1 for this one alone. Default 1. */
  readonly workers?: number;
  /** The program of those threads, which calls `serveFigures`. Default none: all is drawn in this one. */
  readonly thread?: URL;
  /** What draws in a thread of its own; figures that it rejects with `NoThread` are drawn in this one. Default `workerMaker`. */
  readonly makerOfThread?: (settings: RunSettings, signal: AbortSignal) => FigureMaker<Context>;
  /** Ends the work. */
  readonly signal?: AbortSignal;
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
export const drawFigures = async <Context extends DrawingContext>(
  figures: readonly Figure<Context>[],
  settings: RunSettings,
  options: DrawFiguresOptions<Context>,
): Promise<readonly FigureRecord[]> => {
  checkRecords('the figures', figures);
  checkObject('options', options);
  const { open, workers = 1, thread, onRecord, onProgress, signal = new AbortController().signal } = options;
  const here = (): FigureMaker<Context> => localMaker(settings, open, signal);
  const elsewhere = (own: URL) => (): FigureMaker<Context> => workerMaker(settings, own, signal);
  const { makerOfThread = thread && elsewhere(thread) } = options;
  const records = new Map<Figure<Context>, FigureRecord>();
  const parts = new Map<Figure<Context>, number>();
  const weight = (some: Iterable<Figure<Context>>): number =>
    [...some].reduce((sum, figure) => sum + (figure.weight ?? 1), 0);
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
  const drain = async (maker: FigureMaker<Context>): Promise<void> => {
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
  const makers = workers === 1 || !makerOfThread ? [here] : Array.from({ length: many }, () => makerOfThread);
  await Promise.all(waiting.length === 0 ? [] : makers.map((make) => drain(make(settings, signal))));
  // What threads that could not start have left is drawn in this one.
  if (waiting.length > 0 && !signal.aborted) await drain(here());
  return figures.flatMap((figure) => records.get(figure) ?? []);
};
