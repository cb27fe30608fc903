import { optionsTable } from '@interp/checks';
import { engineRule, type BatchEngine } from './engines/engine.js';
import { removeMark, setMark } from './engines/marks.js';
import { sharedJob } from './engines/shared-job.js';
import { localEngine } from './engines/local-engine.js';
import { aboutPage, sideName } from './job/chunks.js';
import { pagesOf } from './job/pages.js';
import { readJob } from './job/stored-job.js';
import { openStorage } from './storage/open-storage.js';

/** Options of {@link resumeBatch} and {@link cancelBatch}. */
export interface ResumeOptions {
  /** What shares the chunks among workers. Default `localEngine()`. */
  readonly engine?: BatchEngine;
}

const resumeOptions = optionsTable<ResumeOptions>()({ engine: engineRule });

/**
 * Goes on with a job: chunks that were set aside are to be tried again, a job that was cancelled or paused is taken up again, and a queue is told of all chunks that
 * are missing, whatever became of who submitted it.
 *
 * @param place - where the job is
 * @param options - the engine
 * @returns how many chunks were set aside and are to be tried again
 * @throws InterpError `not-found` without a job, what the engine throws
 */
export const resumeBatch = async (place: string, options: ResumeOptions = {}): Promise<number> => {
  const { engine = localEngine() } = resumeOptions.withDefaults(options);
  const storage = await openStorage(place);
  const job = await readJob(storage);
  let again = 0;
  for (let page = 0; page < pagesOf(job); page++) {
    for (const index of await aboutPage(storage, 'attempts', page)) await storage.remove(sideName('attempts', index));
    for (const index of await aboutPage(storage, 'failed', page)) {
      await storage.remove(sideName('failed', index));
      again++;
    }
  }
  for (const mark of ['cancelled', 'paused'] as const) await removeMark(storage, mark);
  await engine.enqueue(sharedJob(storage, job));
  return again;
};

/**
 * Cancels a job: workers take no more of its chunks, and end where they work until it is done. What is done stays; {@link resumeBatch} goes on.
 *
 * @param place - where the job is
 * @param options - the engine
 * @throws InterpError `not-found` without a job, what the engine throws
 */
export const cancelBatch = async (place: string, options: ResumeOptions = {}): Promise<void> => {
  const { engine = localEngine() } = resumeOptions.withDefaults(options);
  const storage = await openStorage(place);
  const job = await readJob(storage);
  await setMark(storage, 'cancelled');
  await engine.withdraw(sharedJob(storage, job));
};

/**
 * Has a job rest: workers finish the chunks that they have, take no more, and wait until {@link resumeBatch} or {@link cancelBatch}.
 *
 * @param place - where the job is
 * @throws InterpError `not-found` without a job
 */
export const pauseBatch = async (place: string): Promise<void> => {
  const storage = await openStorage(place);
  await readJob(storage);
  await setMark(storage, 'paused');
};
