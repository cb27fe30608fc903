import { readFileSync } from 'node:fs';
import { InterpError } from '@interp/checks';
import type { OpenOptions } from '@interp/open';
import type { JobStorage } from '../storage/job-storage.js';
import type { TaskName } from '../tasks/tasks.js';
import type { JobImageOptions } from './job.js';
import { hashOf } from './hash.js';
import { pagesOf } from './pages.js';
import type { StoredFile } from './piece.js';

/** A file of the model of a job. */
export interface ModelFile extends StoredFile {
  /** Its path in the folder that it was in. */
  readonly path: string;
}

/** Whatever results depend on, other than the images: what the names of chunks are made of. */
export interface StoredWork {
  /** What is done. */
  readonly task: TaskName;
  /** How, with classes as numbers. */
  readonly options: unknown;
  /** The model: its name where it ships, with a hash of its weights; else its files, the model's own first. */
  readonly model: { readonly name: string; readonly sha256: string } | { readonly files: readonly ModelFile[] };
  /** All that is known of the model. */
  readonly modelOptions: Omit<OpenOptions, 'signal'>;
  /** How pictures are read. */
  readonly imageOptions: Omit<JobImageOptions, 'layout'>;
  /** Seed of everything random. */
  readonly seed: number;
  /** The TensorFlow.js backend. */
  readonly backend: string;
  /** The version of `@interp/batch` that computes it. */
  readonly version: string;
}

/** A job as its storage holds it, in `job.json`. */
export interface StoredJob extends StoredWork {
  /** The hash of all of it, and of all chunks. */
  readonly job: string;
  /** Images, or pictures, in a chunk at most. */
  readonly chunk: number;
  /** How many chunks there are. */
  readonly chunks: number;
  /** SHA-256 of each page of chunks, `chunks/00000.json` …, a hundred chunks each. */
  readonly pages: readonly string[];
}

/** The version of this package, which all packages of `@interp` share. */
export const version = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { readonly version: string }
).version;

/** What of a job the results of its chunks depend on. */
export const workOf = (job: StoredWork): StoredWork => {
  const { task, options, model, modelOptions, imageOptions, seed, backend, version: by } = job;
  return { task, options, model, modelOptions, imageOptions, seed, backend, version: by };
};

/** What people call the model of a job: its name, or that of its file. */
export const modelName = ({ model }: Pick<StoredWork, 'model'>): string =>
  'name' in model ? model.name : model.files[0].path;

/** The hash by which a job is known. */
export const jobHash = (job: Omit<StoredJob, 'job'>): string =>
  hashOf({ ...workOf(job), chunk: job.chunk, chunks: job.chunks, pages: job.pages });

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
