import { boolean, callback, InterpError, isInterpError, number, optionsTable, withFunctions } from '@interp/checks';
import type { ComputedChunk } from './computing/compute-chunk.js';
import { runHere, runInProcesses, processEnded, type ChunkRunner } from './computing/runner.js';
import { countAttempt, readAttempts } from './engines/attempts.js';
import { engineRule, type BatchEngine, type ChunkOutcome } from './engines/engine.js';
import { localEngine } from './engines/local-engine.js';
import { sharedJob } from './engines/shared-job.js';
import { readWorkers, workerName, writeWorker } from './engines/worker-file.js';
import { readJob } from './job/stored-job.js';
import type { Chunk } from './job/chunks.js';
import { closeBatch } from './manifest.js';
import { countChunks } from './status.js';
import { openStorage } from './storage/open-storage.js';
import type { JobStorage } from './storage/job-storage.js';

/** How far a job is, over all workers. */
export interface BatchProgress {
  /** Chunks that are done. */
  readonly done: number;
  /** Chunks in all. */
  readonly chunks: number;
  /** Chunks a second, since this worker looks. */
  readonly rate: number;
}

/** Options of {@link workOnBatch}. */
export interface WorkOptions {
  /** What shares the chunks among workers. Default `localEngine()`. */
  readonly engine?: BatchEngine;
  /** Processes that compute; 0 for this one alone, which then says nothing while it computes. Default 1. */
  readonly processes?: number;
  /** Whether to return once all chunks are done or set aside. Default false: it waits for more, of a job that is resumed say. */
  readonly untilDone?: boolean;
  /** Asks it to take no more chunks, and to return once those at work are done. */
  readonly signal?: AbortSignal;
  /** Is told every other second how far the job is. */
  readonly onProgress?: (progress: BatchProgress) => void;
}

const workOptions = optionsTable<WorkOptions>()({
  engine: engineRule,
  processes: number({ integer: true, min: 0, max: 1024, default: 1 }),
  untilDone: boolean({ default: false }),
  signal: withFunctions<AbortSignal>(['throwIfAborted', 'addEventListener']),
  onProgress: callback<(progress: BatchProgress) => void>(),
});

/** What a worker did. */
export interface WorkSummary {
  /** Chunks that it did. */
  readonly done: number;
  /** Their images. */
  readonly images: number;
  /** Chunks of those whose result another worker had stored already. */
  readonly duplicates: number;
  /** Seconds that it worked. */
  readonly seconds: number;
  /** Whether every chunk of the job is done now. */
  readonly isComplete: boolean;
  /** How many chunks are set aside, and the error of the first. */
  readonly failed: number;
  /** The error of the first of them, in a line. */
  readonly error?: string;
  /** What to know before using the results of the chunks that it did: the warning of the first that has one. */
  readonly warning?: string;
}

/** Milliseconds between two reports. */
const every = 2000;

/** What a worker has done so far, as it says it in the storage. */
const tally = (storage: JobStorage) => {
  const [worker, start] = [workerName(), performance.now()];
  let [done, images, duplicates, active] = [0, 0, 0, 0];
  let warning: string | undefined;
  const seconds = (): number => (performance.now() - start) / 1000;
  return {
    worker,
    add: (computed: ComputedChunk): void => {
      done++;
      images += computed.images;
      if (!computed.isFirst) duplicates++;
      warning ??= computed.warning;
    },
    /** Counts what is computed as long as it is. */
    whileActive: async <Value>(work: () => Promise<Value>): Promise<Value> => {
      active++;
      try {
        return await work();
      } finally {
        active--;
      }
    },
    counts: () => ({ done, images, duplicates, seconds: seconds(), ...(warning !== undefined && { warning }) }),
    write: (ended: boolean): Promise<void> =>
      writeWorker(storage, {
        worker,
        done,
        images,
        duplicates,
        active,
        seconds: seconds(),
        at: new Date().toISOString(),
        ended,
      }),
  };
};

/** Computes a chunk, and counts in the storage how often that failed. */
const computeCounted = async (
  runner: ChunkRunner,
  storage: JobStorage,
  chunk: Pick<Chunk, 'index'>,
): Promise<ChunkOutcome> => {
  try {
    return { kind: 'done', ...(await runner.run(chunk)) };
  } catch (caught) {
    const error = isInterpError(caught)
      ? caught
      : new InterpError('bad-value', `unexpected failure: ${String(caught)}`);
    // Where there is no room, no permission or no answer, the chunk is not to blame: this worker ends, and others may have some.
    if (error.code === 'not-writable' || error.code === 'network') throw error;
    const what = error.cause === processEnded ? 'deaths' : 'failures';
    const isOver = await countAttempt(storage, chunk.index, what, error.message);
    return { kind: isOver ? 'set-aside' : 'failed', error };
  }
};

/** Chunks done by all workers, as they say. */
const doneByAll = async (storage: JobStorage): Promise<number> =>
  (await readWorkers(storage)).reduce((sum, one) => sum + one.done - one.duplicates, 0);

/**
 * Works on a job: takes chunks, has them computed by processes of its own, and stores their results, until all are done or it is asked to stop. Any number of
 * workers may do so at once, on any machine that reaches the job's folder, and join and leave at any time; a chunk of one that dies is done by another. The
 * worker that finds the last chunk done closes the job with its manifest.
 *
 * @param place - where the job is
 * @param options - the engine, how many processes, when it ends
 * @returns what this worker did, and whether the job is complete
 * @throws InterpError `not-found` without a job, `bad-file` for one of another version, `bad-checksum` for a model that was changed, what the engine throws
 */
export const workOnBatch = async (place: string, options: WorkOptions = {}): Promise<WorkSummary> => {
  const { engine = localEngine(), processes, untilDone, signal, onProgress } = workOptions.withDefaults(options);
  const storage = await openStorage(place);
  const job = await readJob(storage);
  const { worker, add, whileActive, counts, write } = tally(storage);
  const [before, beforeUs] = [await countChunks(storage, job), await doneByAll(storage)];
  const report = async (): Promise<void> => {
    await write(false);
    const done = Math.min(job.chunks, before.done + (await doneByAll(storage)) - beforeUs);
    onProgress?.({ done, chunks: job.chunks, rate: (done - before.done) / (counts().seconds || 1) });
  };
  const workBy = async (runner: ChunkRunner): Promise<void> => {
    const timer = setInterval(() => void report().catch(() => undefined), every);
    const compute = async (chunk: Pick<Chunk, 'index'>): Promise<ChunkOutcome> => {
      const outcome = await whileActive(() => computeCounted(runner, storage, chunk));
      if (outcome.kind === 'done') add(outcome);
      return outcome;
    };
    const [concurrency, given] = [Math.max(1, processes), signal ?? new AbortController().signal];
    try {
      await report();
      await engine.work({ ...sharedJob(storage, job), worker, concurrency, untilDone, signal: given, compute });
    } finally {
      clearInterval(timer);
      await runner.close();
      await write(true).catch(() => undefined);
    }
  };
  // What another job has left in the same place counts as done until it is looked at.
  if (!untilDone || before.done < job.chunks || !(await closeBatch(storage, job)))
    await workBy(await (processes === 0 ? runHere(storage) : runInProcesses(storage)));
  const { done, failed, firstFailed } = await countChunks(storage, job);
  const isComplete = done === job.chunks && (await closeBatch(storage, job));
  const { error } = firstFailed === undefined ? {} : await readAttempts(storage, firstFailed);
  return { ...counts(), isComplete, failed, ...(error !== undefined && { error }) };
};
