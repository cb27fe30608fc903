import { isRunning, machineName } from '@interp/files/internal';
import { sideName } from '../job/chunks.js';
import type { JobStorage } from '../storage/job-storage.js';
import { hasFields, jsonIn } from '../storage/json-in.js';

/** What the file of a lease says: who computes the chunk. */
interface Lease {
  readonly worker: string;
  readonly host: string;
  readonly pid: number;
  readonly beat: number;
}

/** What a lease says; nothing where it is damaged. */
const leaseIn = (file: Uint8Array | string): Partial<Lease> => {
  const lease = jsonIn(file);
  return hasFields(lease, { worker: 'text', host: 'text', pid: 'count', beat: 'count' }) ? (lease as Lease) : {};
};

/** Who computes chunks, by files of the storage. Nobody's clock is compared with anybody else's. */
export interface Leases {
  /** Takes a chunk; false where somebody has it. */
  claim(index: number): Promise<boolean>;
  /** Lets go of a chunk. */
  release(index: number): Promise<void>;
  /** Takes chunks from workers that are dead, or have said nothing for long: true where this one was taken. */
  takeOver(index: number): Promise<boolean>;
  /** Ends the signs of life. */
  close(): void;
}

/**
 * Leases of a worker, which says every quarter of the time that it is alive.
 *
 * @param storage - of the job
 * @param worker - its name
 * @param seconds - after which a lease that does not change is a dead worker's, on the clock of who looks at it
 */
export const leases = ({ create, read, remove, replace }: JobStorage, worker: string, seconds: number): Leases => {
  const own = new Map<number, number>();
  const seen = new Map<number, { readonly text: string; readonly since: number }>();
  const textOf = (beat: number): string =>
    JSON.stringify({ worker, host: machineName, pid: process.pid, beat } satisfies Lease);
  const claim = async (index: number): Promise<boolean> => {
    const isOurs = await create(sideName('leases', index), textOf(0));
    if (isOurs) own.set(index, 0);
    return isOurs;
  };
  const beat = async (index: number, count: number): Promise<void> => {
    const name = sideName('leases', index);
    const there = await read(name);
    // Taken over by somebody who thought that this worker is dead: it is theirs.
    if (!own.has(index) || !there || leaseIn(there).worker !== worker) return;
    await replace(name, textOf(count));
    if (own.has(index)) own.set(index, count);
  };
  /** Signs of life on the way: one that is written after its lease was let go of would be a lease of nobody. */
  const beating = new Map<number, Promise<void>>();
  const timer = setInterval(
    () => {
      for (const [index, count] of own)
        if (!beating.has(index)) {
          const sign = beat(index, count + 1).catch(() => undefined);
          beating.set(
            index,
            sign.finally(() => beating.delete(index)),
          );
        }
    },
    (seconds / 4) * 1000,
  );
  const isDead = (index: number, text: string): boolean => {
    const { host, pid } = leaseIn(text);
    if (host === machineName && pid !== undefined && !isRunning(pid)) return true;
    const last = seen.get(index);
    if (last?.text === text) return performance.now() - last.since > seconds * 1000;
    seen.set(index, { text, since: performance.now() });
    return false;
  };
  return {
    claim,
    release: async (index) => {
      own.delete(index);
      await beating.get(index);
      await remove(sideName('leases', index));
    },
    takeOver: async (index) => {
      if (own.has(index)) return false;
      const name = sideName('leases', index);
      const bytes = await read(name);
      if (!bytes) return false;
      if (!isDead(index, new TextDecoder().decode(bytes))) return false;
      seen.delete(index);
      await remove(name);
      return claim(index);
    },
    close: () => clearInterval(timer),
  };
};
