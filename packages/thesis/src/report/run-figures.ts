import { Interrupted } from './interrupted.js';
import type { Figure } from '../figure.js';
import type { Around } from '../context.js';
import type { FigureMaker } from './figure-maker.js';
import type { FigureRecord } from './figure-record.js';
import { keepRecord, keptRecord } from './kept-records.js';
import { localMaker } from './local-maker.js';
import type { RunSettings } from './run-settings.js';
import { workerMaker } from './worker-maker.js';

/** How figures are run. */
export interface RunFigures {
  /** Threads: 1 for this one alone. */
  readonly workers: number;
  /** Environment variables and the signal that ends the work. */
  readonly around: Around;
  /** Told of each figure that is done, failed, or was there already (`kept`). */
  readonly onRecord?: (record: FigureRecord, kept: boolean) => void;
  /** Told how many figures are done, each counted by how long it takes, parts of those under way included. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Draws figures, the longest first, several at a time; those that an earlier run has drawn with the same settings are taken from
 * there. A figure that fails does not stop the others.
 *
 * @param figures - the figures
 * @param settings - of the run
 * @param options - threads, signal, who is told
 * @returns a record for each figure, in their order; fewer after an interruption
 */
export const runFigures = async (
  figures: readonly Figure[],
  settings: RunSettings,
  { workers, around, onRecord, onProgress }: RunFigures,
): Promise<readonly FigureRecord[]> => {
  const records = new Map<Figure, FigureRecord>();
  const parts = new Map<Figure, number>();
  const weight = (some: Iterable<Figure>): number => [...some].reduce((sum, figure) => sum + (figure.weight ?? 1), 0);
  const total = weight(figures);
  const tell = (): void => {
    const begun = [...parts].reduce((sum, [figure, part]) => sum + part * (figure.weight ?? 1), 0);
    onProgress?.((figures.length * (weight(records.keys()) + begun)) / total);
  };
  for (const figure of figures) {
    const kept = await keptRecord(figure, settings);
    if (!kept) continue;
    records.set(figure, kept);
    onRecord?.(kept, true);
  }
  tell();
  const waiting = figures.filter((figure) => !records.has(figure)).sort((a, b) => (b.weight ?? 1) - (a.weight ?? 1));
  const drain = async (maker: FigureMaker): Promise<void> => {
    try {
      for (let figure = waiting.shift(); figure && !around.signal.aborted; figure = waiting.shift()) {
        const current = figure;
        const record = await maker.make(current, (part) => {
          parts.set(current, part);
          tell();
        });
        parts.delete(current);
        await keepRecord(current, record, settings.folder);
        records.set(current, record);
        onRecord?.(record, false);
        tell();
      }
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
    } finally {
      await maker.close();
    }
  };
  const many = Math.min(workers, waiting.length);
  const makers = workers === 1 ? [localMaker] : Array.from({ length: many }, () => workerMaker);
  await Promise.all(waiting.length === 0 ? [] : makers.map((make) => drain(make(settings, around))));
  return figures.flatMap((figure) => records.get(figure) ?? []);
};
