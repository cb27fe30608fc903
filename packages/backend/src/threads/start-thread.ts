import type { Board } from './board.js';
import { threadSource } from './kernel-thread.js';
import { nodeModule } from './node-module.js';

/** The part of `node:worker_threads` that is used here. */
interface WorkerThreads {
  Worker: new (source: string, options: object) => { postMessage(message: unknown): void; unref(): void };
}

const startInNode = ({ Worker: Thread }: WorkerThreads, board: Board): void => {
  const thread = new Thread(threadSource(), { eval: true, execArgv: [] });
  thread.unref();
  thread.postMessage(board);
};

const startInPage = (board: Board): void => {
  const url = URL.createObjectURL(new Blob([threadSource()], { type: 'text/javascript' }));
  const thread = new Worker(url);
  thread.onmessage = () => URL.revokeObjectURL(url);
  thread.postMessage(board);
};

/**
 * Starts a thread that takes part in the kernels of a board. It does not keep a process alive.
 *
 * @param board - what it shares with this thread
 */
export const startThread = (board: Board): void => {
  const threads = nodeModule('node:worker_threads') as WorkerThreads | undefined;
  if (threads) startInNode(threads, board);
  else startInPage(board);
};
