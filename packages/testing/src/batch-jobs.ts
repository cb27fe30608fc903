import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBackend } from '@interp/backend';
import {
  collectBatch,
  submitBatch,
  workOnBatch,
  type BatchJob,
  type CollectedBatch,
  type TaskName,
} from '@interp/batch';

/** Has a job done in this process. */
export const here = { processes: 0, untilDone: true } as const;

/** Jobs of a suite, in a folder that is gone after it; on wasm. */
export const jobsOfSuite = () => {
  const folder = mkdtempSync(join(tmpdir(), 'interp-jobs-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeAll(() => startBackend('wasm'));
  let count = 0;
  const newPlace = (): string => join(folder, `job-${count++}`);
  /** Submits a job, and says where. */
  const submitted = async <Task extends TaskName>(job: BatchJob<Task>, place = newPlace()): Promise<string> => {
    await submitBatch({ backend: 'wasm', ...job }, place);
    return place;
  };
  /** Submits a job and has it done. */
  const done = async <Task extends TaskName>(job: BatchJob<Task>, place = newPlace()): Promise<CollectedBatch> => {
    const summary = await workOnBatch(await submitted(job, place), here);
    expect(summary).toMatchObject({ isComplete: true, failed: 0, duplicates: 0 });
    return collectBatch(place);
  };
  return { folder, newPlace, submitted, done };
};

/** The numbers of a tensor of what was collected. */
export const dataOf = ({ tensors }: CollectedBatch, name: string): number[] =>
  Array.from(tensors.find(([one]) => one === name)![1].data as Float32Array);
