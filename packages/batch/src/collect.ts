import { InterpError, optionsTable, shownName, withFunctions } from '@interp/checks';
import { readSafetensors, type SafetensorsEntry } from '@interp/files';
import { readStored } from './computing/chunk-images.js';
import { pagesOf } from './job/pages.js';
import { modelName } from './job/stored-work.js';
import { readJob, type StoredJob } from './job/stored-job.js';
import { recordsOfPage, refuseMissing } from './manifest.js';
import { textsIn } from './storage/json-in.js';
import { openStorage } from './storage/open-storage.js';
import type { TaskRow } from './tasks/task.js';

/** Options of {@link collectBatch}. */
export interface CollectOptions {
  /** Ends it early. */
  readonly signal?: AbortSignal;
}

const collectOptions = optionsTable<CollectOptions>()({
  signal: withFunctions<AbortSignal>(['throwIfAborted']),
});

/** All results of a job. */
export interface CollectedBatch {
  /** The job. */
  readonly job: StoredJob;
  /** What people call its model. */
  readonly model: string;
  /** A row an image, and one an input that gives none, in the order of the inputs. */
  readonly results: readonly TaskRow[];
  /** The names of the images that the tensors are of, in order. */
  readonly inputs: readonly string[];
  /** Tensors by name, `[n, …]`, as `--save` of the command of that name writes them. */
  readonly tensors: readonly (readonly [string, SafetensorsEntry])[];
  /** Names of the model's classes, where they are known. */
  readonly labels?: readonly string[];
  /** What to know before using the results: the warning of the first chunk that has one. */
  readonly warning?: string;
}

/** Tensors one after the other along the first axis. */
const concatEntries = (parts: readonly SafetensorsEntry[]): SafetensorsEntry => {
  const [{ dtype, shape: [, ...rest], data: first }] = parts as readonly [SafetensorsEntry, ...SafetensorsEntry[]]; // prettier-ignore
  const n = parts.reduce((sum, { shape }) => sum + shape[0], 0);
  const length = parts.reduce((sum, { data }) => sum + data.length, 0);
  const data = new (first.constructor as new (length: number) => Float32Array)(length);
  let at = 0;
  for (const part of parts) {
    data.set(part.data as never, at);
    at += part.data.length;
  }
  return { dtype, shape: [n, ...rest], data: data };
};

const notAsWritten = (file: string): InterpError =>
  new InterpError('bad-file', `${shownName(file)} is no shard of the job; remove it and its record, and interp batch resume computes the chunk again`); // prettier-ignore

/** Bytes of all shards together at most: they are put together in memory. */
const mostBytes = 2 ** 31;

/**
 * All results of a job that is done, put together in memory: shards one after the other.
 *
 * @param place - where the job is
 * @param options - `signal`
 * @returns rows and tensors, in the order of the inputs
 * @throws InterpError `not-found` where chunks are missing, `bad-checksum` for a shard that was changed, `out-of-memory` for more than 2 GB, whose shards
 *   are read one by one
 */
export const collectBatch = async (place: string, options: CollectOptions = {}): Promise<CollectedBatch> => {
  const { signal } = collectOptions.withDefaults(options);
  const storage = await openStorage(place);
  const job = await readJob(storage);
  const results: TaskRow[] = [];
  const inputs: string[] = [];
  const parts = new Map<string, SafetensorsEntry[]>();
  let [missing, bytes] = [0, 0];
  let labels: readonly string[] | undefined;
  let warning: string | undefined;
  for (let page = 0; page < pagesOf(job); page++)
    for (const record of await recordsOfPage(storage, job, page)) {
      signal?.throwIfAborted();
      if (!record) {
        missing++;
        continue;
      }
      bytes += record.shard.bytes;
      if (missing > 0) continue;
      if (bytes > mostBytes)
        throw new InterpError(
          'out-of-memory',
          'the results have more than 2 GB; read the shards in results one by one, as manifest.json lists them',
        );
      for (const row of record.results) results.push(row);
      warning ??= record.warning;
      const { tensors, metadata } = readSafetensors(await readStored(storage, record.shard.file, record.shard.sha256));
      const names = textsIn(metadata.get('inputs'));
      if (!names) throw notAsWritten(record.shard.file);
      for (const name of names) inputs.push(name);
      labels ??= textsIn(metadata.get('labels'));
      for (const [name, entry] of tensors) parts.set(name, [...(parts.get(name) ?? []), entry]);
    }
  if (missing > 0) refuseMissing(missing, job);
  const tensors = [...parts].map(([name, all]) => [name, concatEntries(all)] as const);
  return {
    job,
    model: modelName(job),
    results,
    inputs,
    tensors,
    ...(labels && { labels }),
    ...(warning !== undefined && { warning }),
  };
};
