import { readFileSync } from 'node:fs';
import { InterpError, plainText } from '@interp/checks';
import type { JobStorage } from '../storage/job-storage.js';
import { hasFields } from '../storage/json-in.js';
import { sha256 } from './hash.js';
import { pagesOf } from './pages.js';
import { isModel, jobText, type StoredJob } from './stored-work.js';

export type { ModelFile, StoredJob, StoredWork } from './stored-work.js';

/** The version of this package, which all packages of `@interp` share. */
export const version = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { readonly version: string }
).version;

/** The hash by which a job is known. */
export const jobHash = (job: Omit<StoredJob, 'job'>): string => sha256(jobText(job));

const fields = {
  ...({ task: 'text', model: 'object', modelOptions: 'object', imageOptions: 'object', seed: 'number' } as const),
  ...({ backend: 'text', chunk: 'count', chunks: 'count', pages: 'list' } as const),
};

/** Whether a job has what was written, and as many pages as its chunks fill: whoever may write to a storage may also write a hash that fits. */
const isWhole = (job: StoredJob): boolean =>
  hasFields(job, fields) &&
  isModel(job.model) &&
  job.pages.length === pagesOf(job) &&
  job.pages.every((hash) => typeof hash === 'string');

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
    // One of another version may have other fields.
    if (typeof job.version !== 'string' || (job.version === version && !isWhole(job)))
      throw new Error('it is not as it was written');
  } catch (cause) {
    throw new InterpError('bad-file', `the job in ${place} is damaged or was changed; ${expected}`, { cause });
  }
  if (job.version === version) return job;
  throw new InterpError(
    'bad-file',
    `the job in ${place} was submitted by version ${plainText(job.version, 20)} of @interp/batch and this is ${version}; expected the same`,
  );
};
