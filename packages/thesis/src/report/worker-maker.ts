import { Worker } from 'node:worker_threads';
import { Interrupted } from './interrupted.js';
import type { Around } from '../context.js';
import type { FigureMaker } from './figure-maker.js';
import { keyOf } from './kept-records.js';
import { failedFigure } from './make-figure.js';
import type { RunSettings } from './run-settings.js';
import type { FromWorker, ToWorker } from './worker-messages.js';

/** Milliseconds that a worker has to end in good order. */
const grace = 5000;

/**
 * Draws figures in a thread of their own, with a backend of its own. A thread that ends unasked fails its figure, and the next figure
 * gets a new one.
 *
 * @param settings - of the run
 * @param around - environment variables and the signal that ends the work
 * @returns the maker
 */
export const workerMaker = (settings: RunSettings, { env, signal, worker: program }: Around): FigureMaker => {
  let worker: Worker | undefined;
  const started = (): Worker => {
    if (worker) return worker;
    const own = new Worker(program, { workerData: settings, env: { ...env } });
    /** Between two figures nobody else would notice: the next one would wait for ever for a thread that is gone. */
    const gone = (): void => {
      if (worker === own) worker = undefined;
    };
    worker = own.on('error', gone).on('exit', gone);
    return own;
  };
  return {
    make: (figure, onProgress) =>
      new Promise((resolve, reject) => {
        const own = started();
        const interrupted = (): void => reject(new Interrupted('interrupted before the figure was drawn'));
        let late: NodeJS.Timeout | undefined;
        const stop = (): void => {
          own.postMessage({ kind: 'stop' } satisfies ToWorker);
          late = setTimeout(() => void own.terminate(), grace);
        };
        const ended = (reason: string): void => {
          worker = undefined;
          over();
          if (signal.aborted) interrupted();
          else resolve(failedFigure(figure, reason, keyOf(figure, settings)));
        };
        const onError = (error: unknown): void => ended(error instanceof Error ? error.message : String(error));
        const onExit = (code: number): void => ended(`its thread ended with ${code}`);
        const onMessage = (message: FromWorker): void => {
          if (message.kind === 'progress') {
            onProgress(message.part);
            return;
          }
          over();
          if (message.kind === 'made') resolve(message.record);
          else interrupted();
        };
        const over = (): void => {
          clearTimeout(late);
          signal.removeEventListener('abort', stop);
          own.off('message', onMessage).off('error', onError).off('exit', onExit);
        };
        signal.addEventListener('abort', stop);
        own.on('message', onMessage).on('error', onError).on('exit', onExit);
        own.postMessage({ kind: 'make', number: figure.number } satisfies ToWorker);
      }),
    close: async () => {
      await worker?.terminate();
    },
  };
};
