import type { Board } from './board.js';
import { threadSource } from './kernel-thread.js';
import { nodeModule } from '../node-module.js';

/** A thread that was started. */
export interface Thread {
  /** Whether it has ended; also known while this thread's event loop is blocked. */
  gone(): boolean;
}

/** Called when a thread ends; `why` is a few words. */
export type OnEnd = (why: string) => void;

/** The part of a worker of `node:worker_threads` that is used here. */
interface NodeThread {
  postMessage(message: unknown): void;
  unref(): void;
  on(event: 'error' | 'exit', listener: (reason: unknown) => void): unknown;
  readonly performance?: { eventLoopUtilization?(): { readonly idle: number } };
}

interface WorkerThreads {
  Worker: new (source: string, options: object) => NodeThread;
}

const messageOf = (error: unknown): string =>
  (error instanceof Object && 'message' in error ? String(error.message) : String(error)).split('\n')[0];

const startInNode = ({ Worker: Thread }: WorkerThreads, board: Board, onEnd: OnEnd): Thread => {
  const thread = new Thread(threadSource(), { eval: true, execArgv: [] });
  let ended = false;
  const end = (why: string): void => {
    if (!ended) onEnd(why);
    ended = true;
  };
  thread.on('error', (error) => end(`a thread failed: ${messageOf(error)}`));
  thread.on('exit', () => end('a thread ended'));
  thread.unref();
  thread.postMessage(board);
  return {
    gone: () => {
      // For a thread that has ended Node.js reports a negative idle time, before any event tells of its end.
      if (!ended && (thread.performance?.eventLoopUtilization?.().idle ?? 0) < 0) end('a thread ended');
      return ended;
    },
  };
};

const startInPage = (board: Board, onEnd: OnEnd): Thread => {
  const url = URL.createObjectURL(new Blob([threadSource()], { type: 'text/javascript' }));
  const thread = new Worker(url);
  let ended = false;
  thread.onmessage = () => URL.revokeObjectURL(url);
  thread.onerror = (event) => {
    event.preventDefault();
    URL.revokeObjectURL(url);
    if (!ended)
      onEnd(event.message ? `a thread failed: ${event.message}` : "the page's policy (worker-src) allows no thread");
    ended = true;
  };
  thread.postMessage(board);
  return { gone: () => ended };
};

/**
 * Starts a thread that takes part in the kernels of a board. It does not keep a process alive.
 *
 * @param board - what it shares with this thread, with its own index
 * @param onEnd - called once if it ends, or cannot begin
 * @returns the thread
 * @throws if the system, the runtime or a policy does not allow another thread
 */
export const startThread = (board: Board, onEnd: OnEnd): Thread => {
  const threads = nodeModule('node:worker_threads') as WorkerThreads | undefined;
  return threads ? startInNode(threads, board, onEnd) : startInPage(board, onEnd);
};
