import { isInterpError } from '@interp/checks';
import { Worker } from 'node:worker_threads';
import type { Figure } from '../figure.js';
import type { DrawingContext, DrawingContexts, OpenContexts } from './contexts.js';
import { failedFigure, makeFigure } from './make-figure.js';
import type { FigureRecord, RunSettings } from './records.js';

/** Something that draws one figure at a time. */
export interface FigureMaker<Context = never> {
  /** Draws a figure: its record, `failed` where something went wrong; undefined if it was stopped. */
  make(figure: Figure<Context>, onProgress: (part: number) => void): Promise<FigureRecord | undefined>;
  /** Disposes of what it holds. */
  close(): Promise<void>;
}

/** What a worker is sent: to draw a figure, or to stop what it does. */
export type ToWorker = { readonly kind: 'make'; readonly number: string } | { readonly kind: 'stop' };

/** What a worker sends: how far it is, that a figure is drawn or has failed, or that it was stopped. */
export type FromWorker =
  | { readonly kind: 'progress'; readonly part: number }
  | { readonly kind: 'made'; readonly record: FigureRecord }
  | { readonly kind: 'stopped' };

const lineOf = (error: unknown): string => {
  const line = (error instanceof Error ? error.message : String(error)).replace(/\s*[\r\n]+\s*/g, ' ').trim();
  return isInterpError(error) ? line : `unexpected failure: ${line}`;
};

/** Draws figures in this thread. */
export const localMaker = <Context extends DrawingContext>(
  settings: RunSettings,
  open: OpenContexts<Context>,
  signal: AbortSignal,
): FigureMaker<Context> => {
  let report: (part: number) => void;
  let contexts: Promise<DrawingContexts<Context>> | undefined;
  return {
    make: async (figure, onProgress) => {
      report = onProgress;
      try {
        contexts ??= open({ signal, onProgress: (part) => report(part) });
        return await makeFigure(figure, await contexts, settings, lineOf);
      } catch (error) {
        return signal.aborted ? undefined : failedFigure(figure, lineOf(error), settings);
      }
    },
    close: async () => {
      await contexts?.then(
        (opened) => opened.dispose(),
        () => undefined,
      );
    },
  };
};

/** A thread of its own cannot be had: the system or a policy starts none. */
export class NoThread extends Error {
  override readonly name = 'NoThread';
}

const startRefused = (error: unknown): boolean =>
  ['ERR_ACCESS_DENIED', 'ERR_WORKER_INIT_FAILED', 'EAGAIN'].includes(String((error as { code?: unknown }).code));

/** Milliseconds that a worker has to end in good order. */
const grace = 5000;

/**
 * Draws figures in a thread of their own, whose program calls `serveFigures`. A thread that ends unasked fails its figure; the next gets a new
 * one.
 */
export const workerMaker = (settings: RunSettings, program: URL, signal: AbortSignal): FigureMaker => {
  let worker: Worker | undefined;
  const workerThread = (): Worker => {
    if (worker) return worker;
    let own: Worker;
    try {
      own = new Worker(program, { workerData: settings });
    } catch (cause) {
      throw new NoThread('no thread starts', { cause });
    }
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
        const own = workerThread();
        const interrupted = (): void => resolve(undefined);
        let late: NodeJS.Timeout | undefined;
        const stop = (): void => {
          own.postMessage({ kind: 'stop' } satisfies ToWorker);
          late = setTimeout(() => void own.terminate(), grace);
        };
        const ended = (reason: string): void => {
          worker = undefined;
          over();
          if (signal.aborted) interrupted();
          else resolve(failedFigure(figure, reason, settings));
        };
        const onError = (error: unknown): void => {
          if (!startRefused(error)) return ended(error instanceof Error ? error.message : String(error));
          worker = undefined;
          over();
          reject(new NoThread('no thread starts', { cause: error }));
        };
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
