import type { SharedJob } from '@interp/batch';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';

/** What an entry of the queue holds: nothing but which chunk. */
export interface Entry {
  /** Its number. */
  readonly index: number;
  /** Its hash, by which a worker knows that it means the same chunk. */
  readonly hash: string;
}

/**
 * How entries are treated: the job's storage counts failures, and knows what is done. One that failed waits where it is taken up again: BullMQ would have it wait
 * until a time of the clock of the worker that failed, which may be an hour ahead of all others.
 */
const options = {
  attempts: 30,
  removeOnComplete: true,
  removeOnFail: true,
  stackTraceLimit: 0,
} as const;

/** Puts chunks into the queue, never more than some at once. */
export interface Feeder {
  /** Puts in what is missing of the next pages where few chunks wait; false once all pages have been gone through. */
  feed(): Promise<boolean>;
  /** Goes through all pages again. */
  restart(): Promise<void>;
  /** Chunks in the queue, waiting or at work. */
  count(): Promise<number>;
}

/**
 * Feeds the queue of a job, page by page. Any worker does, and whoever submits: which page is next is in Redis. What gets lost on the way, because a feeder
 * or Redis dies, is found by who looks at the storage once the queue is empty.
 *
 * @param queue - the queue
 * @param redis - where the next page is kept
 * @param job - the job
 * @param most - chunks that wait at most, and a page more
 */
export const feeder = (queue: Queue<Entry>, redis: Redis, job: SharedJob, most: number): Feeder => {
  const cursor = queue.toKey('page');
  return {
    feed: async () => {
      while ((await queue.getWaitingCount()) < most) {
        const page = (await redis.incr(cursor)) - 1;
        if (page >= job.pages) {
          await redis.set(cursor, job.pages);
          return false;
        }
        const missing = await job.missing(page);
        await queue.addBulk(
          missing.map(({ index, hash }) => ({
            name: 'chunk',
            data: { index, hash },
            opts: { ...options, jobId: `chunk-${index}` },
          })),
        );
      }
      return true;
    },
    restart: async () => {
      await redis.set(cursor, 0);
    },
    count: async () => {
      const counts = await queue.getJobCounts('wait', 'delayed', 'prioritized', 'active');
      return Object.values(counts).reduce((sum, one) => sum + one, 0);
    },
  };
};
