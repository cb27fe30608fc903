import { setTimeout as wait } from 'node:timers/promises';
import { InterpError, checkedBy, checkObject, checkText, number, optionsTable, text } from '@interp/checks';
import type { BatchEngine, EngineWork, SharedJob } from '@interp/batch';
import { Queue, UnrecoverableError, Worker, type Job, type Telemetry } from 'bullmq';
import type { Redis } from 'ioredis';
import { feeder, type Entry, type Feeder } from './feeder.js';
import { connectRedis } from './redis.js';

/** Options of {@link bullmqEngine}. */
export interface BullmqEngineOptions {
  /** The address of Redis or Valkey, as `redis://host:6379`; `rediss://user:password@host:6379` with TLS. */
  readonly redis: string;
  /** What its keys begin with. Default `interp`. */
  readonly prefix?: string;
  /** Chunks in the queue at most, beside a page of a hundred. Default 1000. */
  readonly waiting?: number;
  /** Seconds without a sign of life after which a chunk is another worker's. Default 30. */
  readonly lockSeconds?: number;
  /** Spans and metrics: an object of `bullmq-otel`. Default none. */
  readonly telemetry?: Telemetry;
}

/** Checks and defaults of {@link BullmqEngineOptions}. */
export const bullmqEngineOptions = optionsTable<BullmqEngineOptions>()({
  redis: checkedBy<string>(checkText, { required: true }),
  prefix: text({ default: 'interp' }),
  waiting: number({ integer: true, min: 1, max: 100_000, default: 1000 }),
  lockSeconds: number({ min: 1, max: 86_400, default: 30 }),
  telemetry: checkedBy<Telemetry>(checkObject),
});

type Settings = ReturnType<typeof bullmqEngineOptions.withDefaults>;

/** The queue of a job, with what feeds it. */
interface OpenQueue {
  readonly name: string;
  readonly redis: Redis;
  readonly queue: Queue<Entry>;
  readonly feed: Feeder;
}

/** Milliseconds between two looks at the queue. */
const every = 500;

/** Milliseconds that connections have to end in good order. */
const grace = 3000;

const withQueue = async <Value>(
  shared: SharedJob,
  { redis: address, prefix, waiting, telemetry }: Settings,
  work: (open: OpenQueue) => Promise<Value>,
): Promise<Value> => {
  const redis = await connectRedis(address, prefix);
  const name = `batch-${shared.job.job.slice(0, 16)}`;
  // The version was looked at, and is said in a sentence.
  const queue = new Queue<Entry>(name, {
    connection: redis,
    prefix,
    skipVersionCheck: true,
    ...(telemetry && { telemetry }),
  });
  queue.on('error', () => undefined);
  try {
    return await work({ name, redis, queue, feed: feeder(queue, redis, shared, waiting) });
  } finally {
    await Promise.race([queue.close(), wait(grace, undefined, { ref: false })]).catch(() => undefined);
    redis.disconnect();
  }
};

/** Milliseconds before an entry that failed so often is tried again: a second, then twice as long each time, half a minute at most. */
const backoff = (failures: number): number => Math.min(30_000, 1000 * 2 ** (failures - 1));

/** Has the chunk of an entry computed, unless it is done; throws so that BullMQ tries it again, or not. */
const processEntry = async (
  { data, attemptsMade }: Pick<Job<Entry>, 'data' | 'attemptsMade'>,
  { chunkAt, isSettled, compute }: EngineWork,
  signal: AbortSignal,
): Promise<void> => {
  if (attemptsMade > 0) await wait(backoff(attemptsMade), undefined, { signal });
  // What somebody else wrote into the queue means nothing here.
  const { index, hash } = Object(data) as Partial<Entry>;
  const chunk = Number.isSafeInteger(index) ? await chunkAt(index!).catch(() => undefined) : undefined;
  if (chunk === undefined || chunk.hash !== hash) throw new UnrecoverableError('the entry is none of this job');
  if (await isSettled(chunk)) return;
  const outcome = await compute(chunk);
  if (outcome.kind === 'set-aside') throw new UnrecoverableError(outcome.error.message);
  if (outcome.kind === 'failed') throw outcome.error;
};

/** Whether nothing is left to do: no page, no chunk in the queue, and none missing in the storage. What was lost is put into the queue again. */
const isOver = async ({ pages, missing }: SharedJob, { feed }: OpenQueue): Promise<boolean> => {
  if ((await feed.feed()) || (await feed.count()) > 0) return false;
  for (let page = 0; page < pages; page++)
    if ((await missing(page)).length > 0) {
      await feed.restart();
      return false;
    }
  return true;
};

/** Returns once there has been no connection for some time. */
const goneFor = async (redis: Redis, milliseconds: number): Promise<void> => {
  for (let gone = 0; gone < milliseconds; gone = redis.status === 'ready' ? 0 : gone + every)
    await wait(every, undefined, { ref: false });
};

const workOn = async (work: EngineWork, open: OpenQueue, settings: Settings): Promise<void> => {
  const { signal, untilDone, concurrency, isCancelled, isPaused } = work;
  const { lockSeconds, prefix, telemetry } = settings;
  let failure: unknown;
  let looking: Promise<boolean> | undefined;
  /** Whether nothing is left to do; false as long as Redis does not say, so that marks and signals are still heeded while it is gone. */
  const isSeenOver = (): Promise<boolean> => {
    looking ??= isOver(work, open).finally(() => (looking = undefined));
    looking.catch(() => undefined);
    return Promise.race([looking, wait(every, false, { signal }).catch(() => false)]);
  };
  const ended = new AbortController();
  const processor = (entry: Job<Entry>): Promise<void> =>
    processEntry(entry, work, ended.signal).catch((error: unknown) => {
      if (error instanceof InterpError && ['not-writable', 'network'].includes(error.code)) failure ??= error;
      throw error;
    });
  const worker = new Worker<Entry>(open.name, processor, {
    ...{ connection: open.redis, prefix, concurrency, skipVersionCheck: true, autorun: false },
    lockDuration: lockSeconds * 1000,
    stalledInterval: lockSeconds * 500,
    // The storage counts deaths, and sets aside.
    maxStalledCount: 1000,
    ...(telemetry && { telemetry }),
  });
  worker.on('error', () => undefined);
  const running = worker.run().catch(() => undefined);
  try {
    while (!signal.aborted && failure === undefined) {
      const cancelled = await isCancelled();
      const paused = await isPaused();
      if (paused && !worker.isPaused()) void worker.pause(true).catch(() => undefined);
      if (!paused && worker.isPaused()) void worker.resume().catch(() => undefined);
      const over = cancelled || (await isSeenOver());
      if (over && untilDone) break;
      await wait(over ? 10 * every : every, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    ended.abort();
    // Those at work are done first, unless there is no Redis to tell of it.
    const closed = worker.close();
    await Promise.race([closed, goneFor(open.redis, grace)]);
    open.redis.disconnect();
    await Promise.race([closed, wait(grace, undefined, { ref: false })]);
    void running;
  }
  if (failure !== undefined) throw failure as Error;
};

/**
 * The engine on BullMQ: chunks wait in a queue in Redis or Valkey, which all workers ask, and a chunk whose worker gives no sign of life goes back into it.
 * The queue holds the numbers of chunks alone, a thousand at a time, and nothing rests on it: what is done is known by the job's storage, so that a queue that is
 * lost is filled again by whichever worker finds it empty.
 *
 * @param options - the address of Redis, how many chunks wait in it, when a worker is taken for dead
 * @returns the engine; its functions throw InterpError `network` where Redis does not answer, is older than 6.2, refuses the password or allows too little
 * @throws InterpError `bad-option`
 *
 * @example
 * ```ts
 * import { bullmqEngine } from '@interp/bullmq';
 *
 * const engine = bullmqEngine({ redis: process.env.INTERP_REDIS ?? 'redis://127.0.0.1:6379' });
 * console.log(Object.keys(engine)); // [ 'enqueue', 'withdraw', 'work' ]
 * ```
 */
export const bullmqEngine = (options: BullmqEngineOptions): BatchEngine => {
  const settings = bullmqEngineOptions.withDefaults(options);
  return {
    enqueue: (shared) =>
      withQueue(shared, settings, async ({ feed }) => {
        await feed.restart();
        await feed.feed();
      }),
    withdraw: (shared) => withQueue(shared, settings, ({ queue }) => queue.obliterate({ force: true })),
    work: (work) => withQueue(work, settings, (open) => workOn(work, open, settings)),
  };
};
