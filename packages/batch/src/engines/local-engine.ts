import { setTimeout as wait } from 'node:timers/promises';
import { number, optionsTable } from '@interp/checks';
import { aboutPage, type Chunk } from '../job/chunks.js';
import { countAttempt } from './attempts.js';
import type { BatchEngine, EngineWork } from './engine.js';
import { leases, type Leases } from './lease.js';

/** Options of {@link localEngine}. */
export interface LocalEngineOptions {
  /** Seconds without a sign of life after which the chunk of a worker on another machine is taken over. Default 60. */
  readonly leaseSeconds?: number;
  /** Seconds before a chunk that failed is tried again, and twice as many the second time. Default 2. */
  readonly backoffSeconds?: number;
}

const localEngineOptions = optionsTable<LocalEngineOptions>()({
  leaseSeconds: number({ above: 0, default: 60 }),
  backoffSeconds: number({ min: 0, default: 2 }),
});

/** Milliseconds before a worker that finds nothing to do looks again. */
const pause = 500;

/** Takes chunks one after the other. */
interface Claims {
  /** A chunk that is this worker's from now on; undefined where there is none now. */
  next(): Promise<Chunk | undefined>;
  /** Whether all chunks are done or set aside. */
  isOver(): boolean;
}

const claimsOf = ({ storage, pages, missing, isSettled }: EngineWork, held: Leases): Claims => {
  let [first, page, at] = [0, 0, 0];
  let open: readonly Chunk[] | undefined;
  let leased: ReadonlySet<number> = new Set();
  const enter = async (): Promise<void> => {
    leased = await aboutPage(storage, 'leases', page);
    open = await missing(page);
    if (open.length === 0 && page === first) first++;
    at = 0;
  };
  const take = async ({ index }: Chunk): Promise<boolean> => {
    if (!leased.has(index)) return held.claim(index);
    if (!(await held.takeOver(index))) return false;
    return !(await countAttempt(storage, index, 'deaths', 'who computed it died'));
  };
  const find = async (): Promise<Chunk | undefined> => {
    for (page = Math.max(page, first); page < pages; page++, open = undefined) {
      if (!open) await enter();
      while (at < open!.length) {
        const chunk = open![at++];
        if (!(await take(chunk))) continue;
        // Somebody may have done it since the page was looked at.
        if (!(await isSettled(chunk))) return chunk;
        await held.release(chunk.index);
      }
    }
    [page, open] = [first, undefined];
    return undefined;
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    next: () => {
      const found = last.then(find);
      last = found.catch(() => undefined);
      return found;
    },
    isOver: () => first >= pages,
  };
};

/**
 * The engine that needs nothing installed: workers on this machine, or on several that share a folder, take chunks by files in the job's storage. What a
 * dead worker had is taken over at once on the same machine, else after a time without a sign of life.
 *
 * @param options - when a worker is taken for dead, how long a failed chunk rests
 * @returns the engine
 * @throws InterpError `bad-option`
 */
export const localEngine = (options: LocalEngineOptions = {}): BatchEngine => {
  const { leaseSeconds, backoffSeconds } = localEngineOptions.withDefaults(options);
  return {
    enqueue: () => Promise.resolve(),
    withdraw: () => Promise.resolve(),
    work: async (work) => {
      const { storage, worker, concurrency, untilDone, signal, compute, isCancelled, isPaused } = work;
      const held = leases(storage, worker, leaseSeconds);
      const claims = claimsOf(work, held);
      const rest = (milliseconds: number): Promise<unknown> =>
        wait(milliseconds, undefined, { signal }).catch(() => undefined);
      /** Computes a chunk until it is done or set aside. */
      const settle = async (chunk: Chunk): Promise<void> => {
        try {
          for (let tries = 0; !signal.aborted; tries++) {
            const { kind } = await compute(chunk);
            if (kind !== 'failed') return;
            await rest(backoffSeconds * 2 ** tries * 1000);
          }
        } finally {
          await held.release(chunk.index);
        }
      };
      let failed = false;
      const slot = async (): Promise<void> => {
        while (!signal.aborted && !failed) {
          const chunk = (await isCancelled()) || (await isPaused()) ? undefined : await claims.next();
          if (chunk) await settle(chunk);
          else if (untilDone && (claims.isOver() || (await isCancelled()))) return;
          else await rest(pause);
        }
      };
      try {
        const slots = Array.from({ length: concurrency }, () =>
          slot().catch((error: unknown) => {
            failed = true;
            throw error;
          }),
        );
        const ended = await Promise.allSettled(slots);
        for (const one of ended) if (one.status === 'rejected') throw one.reason;
      } finally {
        held.close();
      }
    },
  };
};
