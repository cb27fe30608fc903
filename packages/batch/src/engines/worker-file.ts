import { randomBytes } from 'node:crypto';
import { machineName } from '@interp/files/internal';
import type { JobStorage } from '../storage/job-storage.js';
import { hasFields, jsonIn } from '../storage/json-in.js';

/** What a worker says of itself in the storage, every other second and at its end. */
export interface WorkerState {
  /** Its name. */
  readonly worker: string;
  /** Chunks that it did. */
  readonly done: number;
  /** Their images. */
  readonly images: number;
  /** Chunks of those whose result somebody else had stored already. */
  readonly duplicates: number;
  /** Chunks that it computes just now. */
  readonly active: number;
  /** Seconds since it began. */
  readonly seconds: number;
  /** When it said so, by its clock. */
  readonly at: string;
  /** Whether it has ended. */
  readonly ended: boolean;
}

/** A name that no other worker has, which tells the machine and the process. */
export const workerName = (): string => `${machineName}-${process.pid}-${randomBytes(3).toString('hex')}`;

/** Says what a worker has done. */
export const writeWorker = ({ replace }: JobStorage, state: WorkerState): Promise<void> =>
  replace(`workers/${state.worker}.json`, `${JSON.stringify(state)}\n`);

const fields = {
  ...({ worker: 'text', done: 'count', images: 'count', duplicates: 'count', active: 'count' } as const),
  ...({ seconds: 'number', ended: 'flag' } as const),
};

/** What a worker has said; nothing where that is damaged. */
const stateIn = (bytes: Uint8Array): readonly WorkerState[] => {
  const state = jsonIn(bytes);
  return hasFields(state, fields) ? [state as WorkerState] : [];
};

/** What all workers have said of themselves. */
export const readWorkers = async ({ list, read }: JobStorage): Promise<readonly WorkerState[]> => {
  const files = await Promise.all((await list('workers')).map((file) => read(`workers/${file}`)));
  return files.flatMap((bytes) => (bytes ? stateIn(bytes) : []));
};

/** Milliseconds without a word after which a worker is taken for dead. */
const silence = 10_000;

/** The names of the workers that have said something of late, by the clock of the storage. */
export const recentWorkers = async ({ ages }: JobStorage): Promise<ReadonlySet<string>> =>
  new Set(
    [...(await ages('workers'))].filter(([, age]) => age < silence).map(([file]) => file.slice(0, -'.json'.length)),
  );
