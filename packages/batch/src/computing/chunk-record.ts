import { InterpError } from '@interp/checks';
import { sha256 } from '../job/hash.js';
import type { StoredFile } from '../job/piece.js';
import { recordName, type Chunk } from '../job/chunks.js';
import type { JobStorage } from '../storage/job-storage.js';
import { hasFields, jsonIn } from '../storage/json-in.js';
import type { TaskRow } from '../tasks/task.js';

/** The record of a chunk that is done: its results as plain values, and where its tensors are. */
export interface ChunkRecord {
  /** Its number. */
  readonly chunk: number;
  /** Its hash. */
  readonly hash: string;
  /** How many images it has. */
  readonly images: number;
  /** The file of its tensors, with its hash. */
  readonly shard: StoredFile & { readonly bytes: number };
  /** A row an image, and one an input that gives none, in order. */
  readonly results: readonly TaskRow[];
  /** What to know before using them, where there is something. */
  readonly warning?: string;
}

/** A record as it was found in the storage. */
export interface FoundRecord extends ChunkRecord {
  /** Its own file. */
  readonly record: StoredFile;
}

const isRecord = (record: ChunkRecord): boolean =>
  hasFields(
    record,
    { chunk: 'count', hash: 'text', images: 'count', shard: 'object', results: 'list' },
    { warning: 'text' },
  ) &&
  hasFields(record.shard, { file: 'text', sha256: 'text', bytes: 'count' }) &&
  record.results.every((row) => hasFields(row, { input: 'text' }));

/** The record of a chunk; undefined where it is not done. Throws InterpError `bad-file` for a damaged one. */
export const readRecord = async (
  { read }: JobStorage,
  chunk: Pick<Chunk, 'index' | 'hash'>,
): Promise<FoundRecord | undefined> => {
  const name = recordName(chunk);
  const bytes = await read(name);
  if (!bytes) return undefined;
  const record = jsonIn(bytes) as ChunkRecord;
  if (isRecord(record) && record.hash === chunk.hash && record.chunk === chunk.index)
    return { ...record, record: { file: name, sha256: sha256(bytes) } };
  throw new InterpError('bad-file', `${name} is damaged; remove it, and interp batch resume computes the chunk again`);
};
