import { withFunctions } from '@interp/checks';
import type { ComputedChunk } from '../computing/compute-chunk.js';
import type { StoredJob } from '../job/stored-job.js';
import type { Chunk } from '../job/chunks.js';
import type { JobStorage } from '../storage/job-storage.js';

/** How the computing of a chunk ended. */
export type ChunkOutcome =
  | ({ readonly kind: 'done' } & ComputedChunk)
  /** It failed, and is to be tried again. */
  | { readonly kind: 'failed'; readonly error: Error }
  /** It failed too often, and is set aside with its error. */
  | { readonly kind: 'set-aside'; readonly error: Error };

/** The work of one worker on a job, as an engine is given it. */
export interface EngineWork {
  /** The job. */
  readonly job: StoredJob;
  /** Where it is. */
  readonly storage: JobStorage;
  /** The name of this worker. */
  readonly worker: string;
  /** How many chunks are computed at once. */
  readonly concurrency: number;
  /** Whether to return once all chunks are done or set aside. Else it waits for more. */
  readonly untilDone: boolean;
  /** Asks it to take no more chunks, and to return when those at work are done. */
  readonly signal: AbortSignal;
  /** Computes a chunk, and counts how often it failed. It throws InterpError `not-writable` where nothing can be stored: the worker is to end then. */
  compute(chunk: Pick<Chunk, 'index'>): Promise<ChunkOutcome>;
}

/** What shares the chunks of a job among workers: by files in the job's storage, or by a queue. What is done is known by the storage alone. */
export interface BatchEngine {
  /** Lets workers know of the chunks that are missing. A dead submitter loses nothing: workers, and `resumeBatch`, do the same. */
  enqueue(job: StoredJob, storage: JobStorage): Promise<void>;
  /** Takes chunks and has them computed, until all are done or it is asked to stop. */
  work(task: EngineWork): Promise<void>;
  /** Takes back what is not computed yet. */
  withdraw(job: StoredJob, storage: JobStorage): Promise<void>;
}

/** The check of an engine among options. */
export const engineRule = withFunctions<BatchEngine>(['enqueue', 'work', 'withdraw']);
