import type { CommonOptions } from './common-options.js';
import type { Job } from './job.js';

/**
 * Sets the backend that was asked for and says which it is if verbose; that it has one thread where more were asked for, in any case.
 *
 * @param job - the command at work
 */
export const startBackendOf = async ({ options, detail, note }: Job<CommonOptions>): Promise<void> => {
  const { startBackend } = await import('@interp/backend');
  const { name, refused, threads, whyOneThread } = await startBackend(options.backend, { threads: options.workers });
  for (const other of refused) detail(`backend ${other.name} not taken: ${other.reason}`);
  detail(`backend ${name}, ${threads === 1 ? 'one thread' : `up to ${threads} threads`}`);
  if (whyOneThread !== undefined) (options.workers === 'auto' ? detail : note)(`one thread: ${whyOneThread}`);
};

/**
 * Says, if verbose, whether the threads that the work could have been shared among were worth it.
 *
 * @param job - the command at work
 */
export const tellThreads = async ({ options, detail }: Job<CommonOptions>): Promise<void> => {
  if (!options.verbose || options.workers === 1) return;
  const { getBackend } = await import('@tensorflow/tfjs-core');
  if (getBackend() !== 'wasm') return;
  const { threadsAtWork } = await import('@interp/backend');
  const threads = threadsAtWork();
  detail(threads === 1 ? 'one thread did it all: too little work for more' : `${threads} threads shared the work`);
};
