import { checkChoice, checkFunctions, checkRecords, InterpError, isInterpError } from '@interp/checks';
import { drive, type DriveOptions, type Steps } from '@interp/core';
import { splitDriveOptions } from '@interp/core/internal';
import { readSafetensors } from '@interp/files';
import { modelName } from '../job/stored-work.js';
import type { StoredFile } from '../job/piece.js';
import type { StoredJob } from '../job/stored-job.js';
import type { ManifestEntry } from '../manifest.js';
import { certaintyOf, foundIn } from '../result-table.js';
import type { TaskRow } from '../tasks/task.js';
import { readChecked, readClosedJob, readEntries, readRows, type ClosedJob, type ResultFiles } from './closed-job.js';
import { resultPicture, type ResultPicture } from './result-picture.js';

/** What came of one input of a job. */
export interface ResultRow {
  /** What people call the input. */
  readonly input: string;
  /** Its true class, where that is known. */
  readonly label?: number;
  /** What it is taken for, by name or number; after an attack where there was one; empty where nothing is known. */
  readonly found: string;
  /** How sure the network is of that: the probability of the class, or the score that is explained. */
  readonly certainty?: number;
  /** Why the input gives no result. */
  readonly error?: string;
  /** The file of the tensors of its chunk. */
  readonly shard: StoredFile;
  /** Its place in those tensors; undefined where it gives none. */
  readonly at?: number;
}

/** Results of a job that is done. */
export interface BatchResults {
  /** The job. */
  readonly job: StoredJob;
  /** What people call its model. */
  readonly model: string;
  /** What came of each input, in their order. */
  readonly rows: readonly ResultRow[];
  /** What to know before using the results, where there is something. */
  readonly warning?: string;
  /**
   * Pictures of some inputs; each file of tensors is read once, and checked against the manifest.
   *
   * @param some - rows of these results
   * @returns a picture of each, or why there is none: InterpError `bad-checksum` for a file that was changed or is missing, `unsupported-model` where
   *   results are no pictures, as those of metrics, `not-found` for an input that gave none
   */
  pictures(some: readonly ResultRow[]): Promise<readonly (ResultPicture | InterpError)[]>;
}

const isNumber = (value: unknown): value is number => typeof value === 'number';

/** The rows of a chunk, those that have tensors counted. */
const rowsOf = (all: readonly TaskRow[], { shard: { file, sha256 } }: ManifestEntry): readonly ResultRow[] => {
  let count = 0;
  const shard = { file, sha256 };
  return all.map((row) => {
    const { input, label, error, rejected } = row;
    const hasNone = error !== undefined || rejected !== undefined;
    const certainty = certaintyOf(row);
    return {
      input: typeof input === 'string' ? input : '',
      found: foundIn(row),
      ...(isNumber(label) && { label }),
      ...(certainty !== undefined && { certainty }),
      ...(typeof error === 'string' && { error }),
      shard,
      ...(!hasNone && { at: count++ }),
    };
  });
};

/** Reads all records, a page of the manifest after the other. */
async function* readAll(files: ResultFiles, { job, manifest }: ClosedJob): Steps<number, BatchResults> {
  const rows: ResultRow[] = [];
  let warning: string | undefined;
  for (const page of manifest.pages) {
    const entries = await readEntries(files, page);
    const all = await Promise.all(entries.map(({ record }) => readRows(files, record)));
    for (const [i, entry] of entries.entries()) {
      if (typeof entry.warning === 'string') warning ??= entry.warning;
      for (const row of rowsOf(all[i], entry)) rows.push(row);
    }
    if (yield rows.length) break;
  }
  return {
    job,
    model: modelName(job),
    rows,
    ...(warning !== undefined && { warning }),
    pictures: picturesIn(files, job),
  };
}

const picturesIn =
  (files: ResultFiles, job: StoredJob): BatchResults['pictures'] =>
  async (some) => {
    checkRecords('the rows', some);
    const found = new Map<ResultRow, ResultPicture | InterpError>();
    for (const [file, rows] of byShard(some)) {
      const shard = await readChecked(files, { ...rows[0].shard, file })
        .then(readSafetensors)
        .catch(refusal);
      for (const row of rows) found.set(row, isInterpError(shard) ? shard : pictureOf(row, job, shard.tensors));
    }
    return some.map((row) => found.get(row)!);
  };

const byShard = (rows: readonly ResultRow[]): ReadonlyMap<string, readonly ResultRow[]> => {
  const found = new Map<string, ResultRow[]>();
  for (const row of rows) found.set(row.shard.file, [...(found.get(row.shard.file) ?? []), row]);
  return found;
};

/** A refusal as a value; what is none is thrown. */
const refusal = (error: unknown): InterpError => {
  if (isInterpError(error)) return error;
  throw error;
};

const pictureOf = (
  { input, at, error }: ResultRow,
  job: StoredJob,
  tensors: Parameters<typeof resultPicture>[1],
): ResultPicture | InterpError => {
  if (at === undefined) return new InterpError('not-found', error ?? `${input} has no result`);
  try {
    return resultPicture(job, tensors, at);
  } catch (cause) {
    return refusal(cause);
  }
};

/**
 * Reads the results of a job that is done, in Node.js or in a page: from its folder, or from files that were dropped. All that is read is checked against
 * the checksums of the manifest. Rows are in memory; tensors are read where pictures of them are asked for.
 *
 * @param files - gives the job's files by their names
 * @param options - `onStep`, told of each page of a hundred chunks, with how many rows there are so far; `signal`, after which the results are those so far
 * @returns what came of each input, and their pictures
 * @throws InterpError `not-found` without a job or for one that is not done, `bad-file`, `bad-checksum` for a file that was changed or is missing
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { bySureness, openBatchResults } from '@interp/batch/page';
 *
 * try {
 *   const { rows } = await openBatchResults({ read: (name) => readFile(`job/${name}`).catch(() => undefined) });
 *   for (const { input, found, certainty } of bySureness(rows, 'least').slice(0, 3)) console.log(input, found, certainty);
 * } catch (error) {
 *   console.log((error as Error).message); // there is no manifest.json; expected the folder of a job that is done, …
 * }
 * ```
 */
export const openBatchResults = async (
  files: ResultFiles,
  options: DriveOptions<number> = {},
): Promise<BatchResults> => {
  checkFunctions('the files', files, ['read'], 'what reads the files of a job');
  const [, driving] = splitDriveOptions(options);
  const closed = await readClosedJob(files);
  return drive(readAll(files, closed), { ...driving, total: closed.manifest.pages.length });
};

/**
 * Rows by how sure the network is of them; those of equal sureness stay in order, and those of which nothing is known come last.
 *
 * @param rows - the rows
 * @param first - whether the surest come first, or the least sure
 * @returns the same rows in another list
 * @throws InterpError `bad-option` for what are no rows
 */
export const bySureness = (rows: readonly ResultRow[], first: 'surest' | 'least' = 'surest'): readonly ResultRow[] => {
  checkRecords('the rows', rows);
  checkChoice('first', first, ['surest', 'least']);
  const sign = first === 'surest' ? -1 : 1;
  const known = rows.filter(({ certainty }) => certainty !== undefined);
  return [
    ...known.sort((a, b) => sign * (a.certainty! - b.certainty!)),
    ...rows.filter(({ certainty }) => certainty === undefined),
  ];
};
