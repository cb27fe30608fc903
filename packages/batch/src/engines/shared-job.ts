import { aboutPage, chunkReader, doneOnPage, readPage } from '../job/chunks.js';
import { pageOf, pagesOf } from '../job/pages.js';
import type { StoredJob } from '../job/stored-job.js';
import type { JobStorage } from '../storage/job-storage.js';
import { hasMark } from './marks.js';
import type { SharedJob } from './engine.js';

/** A job as engines share it. */
export const sharedJob = (storage: JobStorage, job: StoredJob): SharedJob => ({
  job,
  storage,
  pages: pagesOf(job),
  missing: async (page) => {
    const [isDone, failed] = [await doneOnPage(storage, page), await aboutPage(storage, 'failed', page)];
    return (await readPage(storage, job, page)).filter((chunk) => !isDone(chunk) && !failed.has(chunk.index));
  },
  chunkAt: chunkReader(storage, job),
  isSettled: async (chunk) => {
    const page = pageOf(chunk.index);
    return (await doneOnPage(storage, page))(chunk) || (await aboutPage(storage, 'failed', page)).has(chunk.index);
  },
  isCancelled: () => hasMark(storage, 'cancelled'),
  isPaused: () => hasMark(storage, 'paused'),
});
