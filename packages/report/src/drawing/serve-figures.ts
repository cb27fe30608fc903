import { parentPort, workerData } from 'node:worker_threads';
import type { Figure } from '../figure.js';
import type { DrawingContext, OpenContexts } from './contexts.js';
import { localMaker, type FromWorker, type ToWorker } from './makers.js';
import type { RunSettings } from './records.js';

/** What a thread draws. */
export interface ServedFigures<Context extends DrawingContext> {
  /** All figures that it may be asked for. */
  readonly figures: readonly Figure<Context>[];
  /** Opens the contexts that they are drawn from. */
  readonly open: OpenContexts<Context>;
}

/**
 * Draws figures in this worker thread as it is told: all that a file does whose address is the `thread` of {@link drawFigures}.
 *
 * @param served - the figures and their contexts, from the settings of the run
 */
export const serveFigures = <Inputs, Context extends DrawingContext>(
  served: (settings: RunSettings<Inputs>) => ServedFigures<Context>,
): void => {
  const settings = workerData as RunSettings<Inputs>;
  const { figures, open } = served(settings);
  const controller = new AbortController();
  const maker = localMaker(settings, open, controller.signal);
  const send = (message: FromWorker): void => parentPort?.postMessage(message);
  parentPort?.on('message', (message: ToWorker) => {
    if (message.kind === 'stop') {
      controller.abort();
      return;
    }
    const figure = figures.find(({ number }) => number === message.number)!;
    void maker
      .make(figure, (part) => send({ kind: 'progress', part }))
      .then((record) => send(record ? { kind: 'made', record } : { kind: 'stopped' }));
  });
};
