import { readFileSync } from 'node:fs';
import { InterpError } from '@interp/checks';
import type { JobStorage } from '../storage/job-storage.js';
import { sha256 } from './hash.js';
import { pagesOf } from './pages.js';
import { jobText, type StoredJob } from './stored-work.js';

export type { ModelFile, StoredJob, StoredWork } from './stored-work.js';

/** The version of this package, which all packages of `@interp` share. */
export const version = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { readonly version: string }
).version;

/** The hash by which a job is known. */
export const jobHash = (job: Omit<StoredJob, 'job'>): string => sha256(jobText(job));

/** Whether a job has as many pages as its chunks fill: whoever may write to a storage may also write a hash that fits. */
const isWhole = ({ chunks, pages }: StoredJob): boolean =>
  Number.isInteger(chunks) &&
  chunks >= 0 &&
  Array.isArray(pages) &&
  pages.length === pagesOf({ chunks }) &&
  pages.every((hash) => typeof hash === 'string');

const expected = 'expected a folder that interp batch submit has filled';

/**
 * Reads the job of a storage.
 *
 * @throws InterpError `not-found` where there is none, `bad-file` for a damaged one, and for one of another version, whose results might differ
 */
export const readJob = async ({ read, place }: JobStorage): Promise<StoredJob> => {
  const bytes = await read('job.json');
  if (!bytes) throw new InterpError('not-found', `there is no job in ${place}; ${expected}`);
  let job: StoredJob;
  try {
    job = JSON.parse(new TextDecoder().decode(bytes)) as StoredJob;
    if (jobHash(job) !== job.job) throw new Error('its hash is another one');
    if (!isWhole(job)) throw new Error('its chunks do not fill its pages');
  } catch (cause) {
    throw new InterpError('bad-file', `the job in ${place} is damaged or was changed; ${expected}`, { cause });
  }
  if (job.version !== version)
    throw new InterpError(
      'bad-file',
      `the job in ${place} was submitted by version ${job.version} of @interp/batch and this is ${version}; expected the same`,
    );
  return job;
};
