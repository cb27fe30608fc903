import { sideName } from '../job/chunks.js';
import type { JobStorage } from '../storage/job-storage.js';
import { hasFields, jsonIn } from '../storage/json-in.js';

/** What went wrong with a chunk, in the storage. */
export interface Attempts {
  /** How often it failed. */
  readonly failures: number;
  /** How often who computed it died. */
  readonly deaths: number;
  /** The last error, in a line. */
  readonly error?: string;
}

/** Failures after which a chunk is set aside; and deaths, which say less about it. */
const [mostFailures, mostDeaths] = [3, 10];

/** What went wrong with a chunk so far. */
export const readAttempts = async ({ read }: JobStorage, index: number): Promise<Attempts> => {
  const bytes = await read(sideName('attempts', index));
  const attempts = bytes && jsonIn(bytes);
  // What a full disk has cut off is counted anew.
  return hasFields(attempts, { failures: 'count', deaths: 'count' }, { error: 'text' })
    ? (attempts as Attempts)
    : { failures: 0, deaths: 0 };
};

/**
 * Counts that a chunk failed, or that who computed it died.
 *
 * @returns whether it is set aside now
 */
export const countAttempt = async (
  storage: JobStorage,
  index: number,
  what: 'failures' | 'deaths',
  error: string,
): Promise<boolean> => {
  const before = await readAttempts(storage, index);
  const now: Attempts = { ...before, [what]: before[what] + 1, error };
  const text = `${JSON.stringify(now)}\n`;
  await storage.replace(sideName('attempts', index), text);
  const isOver = now.failures >= mostFailures || now.deaths >= mostDeaths;
  if (isOver) await storage.create(sideName('failed', index), text);
  return isOver;
};
