import { aboutPage, recordedOnPage } from './job/chunks.js';
import { onPages } from './job/pages.js';
import { readJob, type StoredJob } from './job/stored-job.js';
import { hasMark } from './engines/marks.js';
import { readWorkers, recentWorkers } from './engines/worker-file.js';
import type { JobStorage } from './storage/job-storage.js';
import { openStorage } from './storage/open-storage.js';

/** How far a job is. */
export interface BatchStatus {
  /** Chunks in all. */
  readonly chunks: number;
  /** Chunks that are done. */
  readonly done: number;
  /** Chunks that failed too often and are set aside; `resumeBatch` tries them again. */
  readonly failed: number;
  /** Chunks that wait. */
  readonly waiting: number;
  /** Chunks that are being computed. */
  readonly active: number;
  /** Chunks a second that all workers together do; null where none is at work. */
  readonly rate: number | null;
  /** Estimated seconds until all are done; null where that cannot be told. */
  readonly secondsLeft: number | null;
  /** Chunks that were computed twice, by workers that did not know of each other. */
  readonly duplicates: number;
  /** Workers that are at work. */
  readonly workers: number;
  /** Whether the job is cancelled. */
  readonly cancelled: boolean;
  /** Whether the job rests, until it is resumed. */
  readonly paused: boolean;
  /** Whether it is closed with a manifest. */
  readonly closed: boolean;
}

/** How many chunks of a job are done and how many are set aside; the first of these. */
export const countChunks = async (
  storage: JobStorage,
  job: Pick<StoredJob, 'chunks'>,
): Promise<{ readonly done: number; readonly failed: number; readonly firstFailed?: number }> => {
  let [done, failed] = [0, 0];
  let firstFailed: number | undefined;
  const look = (page: number) => Promise.all([recordedOnPage(storage, page), aboutPage(storage, 'failed', page)]);
  const isOurs = (index: number): boolean => index < job.chunks;
  for await (const [finished, tried] of onPages(job, look)) {
    const aside = [...tried].filter((index) => isOurs(index) && !finished.has(index));
    done += [...finished].filter(isOurs).length;
    failed += aside.length;
    firstFailed ??= aside[0];
  }
  return { done, failed, ...(firstFailed !== undefined && { firstFailed }) };
};

const leasedChunks = async (storage: JobStorage, job: StoredJob): Promise<number> => {
  let leased = 0;
  for await (const { size } of onPages(job, (page) => aboutPage(storage, 'leases', page))) leased += size;
  return leased;
};

/**
 * How far a job is: what is done, by the storage; how fast, by what its workers say.
 *
 * @param place - where the job is
 * @returns counts of chunks, chunks a second and seconds left
 * @throws InterpError `not-found` without a job, `bad-file`
 */
export const batchStatus = async (place: string): Promise<BatchStatus> => {
  const storage = await openStorage(place);
  const job = await readJob(storage);
  // Of a job that is closed all is known, however large it is.
  const closed = (await storage.read('manifest.json')) !== undefined;
  const { done, failed } = closed ? { done: job.chunks, failed: 0 } : await countChunks(storage, job);
  const [workers, leased] = [await readWorkers(storage), closed ? 0 : await leasedChunks(storage, job)];
  const recent = await recentWorkers(storage);
  const alive = workers.filter(({ ended, worker }) => !ended && recent.has(worker));
  const rate = alive.reduce((sum, one) => sum + one.done / one.seconds, 0);
  const left = job.chunks - done - failed;
  // By files a chunk at work has a lease, by a queue its worker alone tells of it.
  const computed = alive.reduce((sum, one) => sum + one.active, 0);
  const active = Math.min(Math.max(leased, computed), left);
  return {
    chunks: job.chunks,
    done,
    failed,
    waiting: left - active,
    active,
    rate: rate > 0 ? rate : null,
    secondsLeft: left === 0 ? 0 : rate > 0 ? left / rate : null,
    duplicates: workers.reduce((sum, one) => sum + one.duplicates, 0),
    workers: alive.length,
    cancelled: await hasMark(storage, 'cancelled'),
    paused: await hasMark(storage, 'paused'),
    closed,
  };
};
