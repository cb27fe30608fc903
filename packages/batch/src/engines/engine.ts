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

/** A job whose chunks are shared among workers. What is done is known by its storage alone. */
export interface SharedJob {
  /** The job. */
  readonly job: StoredJob;
  /** Where it is. */
  readonly storage: JobStorage;
  /** How many pages of chunks it has. */
  readonly pages: number;
  /** The chunks of a page that are neither done nor set aside. */
  missing(page: number): Promise<readonly Chunk[]>;
  /** A chunk by its number; throws InterpError `bad-option` where there is none. */
  chunkAt(index: number): Promise<Chunk>;
  /** Whether a chunk is done or set aside. */
  isSettled(chunk: Pick<Chunk, 'index' | 'hash'>): Promise<boolean>;
  /** Whether it is cancelled. */
  isCancelled(): Promise<boolean>;
  /** Whether it rests: no chunk is to be taken until it is resumed. */
  isPaused(): Promise<boolean>;
}

/** The work of one worker on a job, as an engine is given it. */
export interface EngineWork extends SharedJob {
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
  enqueue(job: SharedJob): Promise<void>;
  /** Takes chunks and has them computed, until all are done or it is asked to stop. */
  work(work: EngineWork): Promise<void>;
  /** Takes back what is not computed yet. */
  withdraw(job: SharedJob): Promise<void>;
}

/** The check of an engine among options. */
export const engineRule = withFunctions<BatchEngine>(['enqueue', 'work', 'withdraw']);
