import type { OpenOptions } from '@interp/open';
import { hasFields } from '../storage/json-in.js';
import type { TaskName } from '../tasks/tasks.js';
import { canonicalJson } from './canonical-json.js';
import type { JobImageOptions } from './job.js';
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

/** What of a job the results of its chunks depend on. */
export const workOf = (job: StoredWork): StoredWork => {
  const { task, options, model, modelOptions, imageOptions, seed, backend, version: by } = job;
  return { task, options, model, modelOptions, imageOptions, seed, backend, version: by };
};

/** Whether the model of a job is as it was written. */
export const isModel = (model: StoredWork['model']): boolean =>
  'name' in model
    ? hasFields(model, { name: 'text', sha256: 'text' })
    : hasFields(model, { files: 'list' }) &&
      model.files.length > 0 &&
      model.files.every((file) => hasFields(file, { path: 'text', file: 'text', sha256: 'text' }));

/** What people call the model of a job: its name, or that of its file. */
export const modelName = ({ model }: Pick<StoredWork, 'model'>): string =>
  'name' in model ? model.name : model.files[0].path;

/** The text whose SHA-256 is the hash by which a job is known. */
export const jobText = (job: Omit<StoredJob, 'job'>): string =>
  canonicalJson({ ...workOf(job), chunk: job.chunk, chunks: job.chunks, pages: job.pages });
