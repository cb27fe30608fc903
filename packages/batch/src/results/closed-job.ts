import { InterpError, isObject, shownName } from '@interp/checks';
import { sha256 } from '@interp/files';
import type { ChunkRecord } from '../computing/chunk-record.js';
import { isModel, jobText } from '../job/stored-work.js';
import type { StoredFile } from '../job/piece.js';
import type { StoredJob } from '../job/stored-job.js';
import type { BatchManifest, ManifestEntry } from '../manifest.js';
import { checkName } from '../storage/job-storage.js';
import { hasFields, jsonIn } from '../storage/json-in.js';
import type { TaskRow } from '../tasks/task.js';

/** What gives the files of a job: its folder, a copy of it, or what was dropped on a page. */
export interface ResultFiles {
  /**
   * Reads a file.
   *
   * @param name - its name in the job's folder, with slashes, such as `manifest.json`
   * @returns its bytes; undefined where there is none
   */
  read(name: string): Promise<Uint8Array | undefined>;
}

/** What the JSON of a file says, where it is what is expected; throws InterpError `bad-file`. */
const valueIn = <Value>(name: string, bytes: Uint8Array, isRight: (value: unknown) => value is Value): Value => {
  const value = jsonIn(bytes);
  if (isRight(value)) return value;
  throw new InterpError('bad-file', `${name} is not as interp batch writes it; copy the folder of the job again`);
};

const isStored = (value: unknown): boolean => hasFields(value, { file: 'text', sha256: 'text' });

const isManifest = (value: unknown): value is BatchManifest =>
  hasFields(value, { job: 'text', chunks: 'count', images: 'count', pages: 'list' }) &&
  (value as BatchManifest).pages.every(isStored);

const isJob = (value: unknown): value is StoredJob =>
  hasFields(value, { job: 'text', task: 'text', model: 'object', modelOptions: 'object' }) &&
  isModel((value as StoredJob).model);

const isEntries = (value: unknown): value is readonly ManifestEntry[] =>
  Array.isArray(value) &&
  value.every((entry) => isObject(entry) && isStored(entry['shard']) && isStored(entry['record']));

const isRecord = (value: unknown): value is Pick<ChunkRecord, 'results'> =>
  hasFields(value, { results: 'list' }) && (value as ChunkRecord).results.every(isObject);

const readNamed = async (files: ResultFiles, name: string): Promise<Uint8Array> => {
  const bytes = await files.read(name);
  if (bytes) return bytes;
  throw new InterpError(
    'not-found',
    `there is no ${name}; expected the folder of a job that is done, which interp batch work --until-done closes with it`,
  );
};

/**
 * The bytes of a file, which are those that the job was closed with.
 *
 * @throws InterpError `bad-checksum` for one that is missing or was changed, `bad-file` for a name that leads out of the job's folder
 */
export const readChecked = async (files: ResultFiles, { file, sha256: expected }: StoredFile): Promise<Uint8Array> => {
  checkName(file);
  const bytes = await files.read(file);
  if (bytes && (await sha256(bytes)) === expected) return bytes;
  throw new InterpError(
    'bad-checksum',
    `${shownName(file)} ${bytes ? 'was changed since the job was closed' : 'is missing'}; copy the folder of the job again`,
  );
};

/** A job that is done, and what closes it. */
export interface ClosedJob {
  /** The job. */
  readonly job: StoredJob;
  /** What closes it. */
  readonly manifest: BatchManifest;
}

/**
 * Reads a job that is done.
 *
 * @throws InterpError `not-found` for one that is none or is not done, `bad-file`, `bad-checksum` for a manifest of another job
 */
export const readClosedJob = async (files: ResultFiles): Promise<ClosedJob> => {
  const manifest = valueIn('manifest.json', await readNamed(files, 'manifest.json'), isManifest);
  const job = valueIn('job.json', await readNamed(files, 'job.json'), isJob);
  if (job.job !== manifest.job || (await sha256(new TextEncoder().encode(jobText(job)))) !== job.job)
    throw new InterpError(
      'bad-checksum',
      'job.json is not the job that manifest.json closes; copy the folder of the job again',
    );
  return { job, manifest };
};

/** The chunks on a page of a manifest; throws InterpError `bad-checksum`, `bad-file`. */
export const readEntries = async (files: ResultFiles, page: StoredFile): Promise<readonly ManifestEntry[]> =>
  valueIn(page.file, await readChecked(files, page), isEntries);

/** The rows of a chunk; throws InterpError `bad-checksum`, `bad-file`. */
export const readRows = async (files: ResultFiles, record: StoredFile): Promise<readonly TaskRow[]> =>
  valueIn(record.file, await readChecked(files, record), isRecord).results;
