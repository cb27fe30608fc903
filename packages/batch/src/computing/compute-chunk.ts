import { writeSafetensors } from '@interp/files';
import { recordName, type Chunk } from '../job/chunks.js';
import { sha256 } from '../job/hash.js';
import { modelName } from '../job/stored-work.js';
import type { TaskResult } from '../tasks/task.js';
import { chunkImages } from './chunk-images.js';
import type { ChunkRecord } from './chunk-record.js';
import type { OpenedJob } from './open-job.js';

/** What came of computing a chunk. */
export interface ComputedChunk {
  /** How many images it has. */
  readonly images: number;
  /** Seconds that it took, reading and writing included. */
  readonly seconds: number;
  /** Whether its result was the first; false where another worker was quicker. */
  readonly isFirst: boolean;
  /** What to know before using its result, where there is something. */
  readonly warning?: string;
}

/** What tensors of a chunk are of, as metadata of their file. */
const metadataOf = ({ job, classifier }: OpenedJob, chunk: Chunk, { inputs, metadata = [] }: TaskResult) => {
  const { labels } = classifier.settings;
  return [
    ['inputs', JSON.stringify(inputs)],
    ...(labels ? [['labels', JSON.stringify(labels)] as const] : []),
    ['model', modelName(job)],
    ['task', job.task],
    ['options', JSON.stringify(job.options)],
    ['seed', String(job.seed)],
    ['chunk', chunk.hash],
    ...metadata,
  ] as const;
};

/**
 * Computes a chunk and stores its result: its tensors, then its record, which makes it visible, once. The bytes depend on the job alone, not on
 * who computes them or how often.
 *
 * @param opened - the job
 * @param chunk - the chunk
 * @returns how many images, seconds, and whether it was the first
 * @throws what reading its images, the task and the storage throw
 */
export const computeChunk = async (opened: OpenedJob, chunk: Chunk): Promise<ComputedChunk> => {
  const start = performance.now();
  const { task, storage, imageOptions } = opened;
  const { pieces } = chunk;
  const found = await task({ pieces, readImages: () => chunkImages(chunk, imageOptions, storage) });
  const bytes = writeSafetensors(found.tensors, metadataOf(opened, chunk, found));
  const hash = sha256(bytes);
  const name = recordName(chunk);
  // Two results that differ, of machines that round differently, do not meet under one name.
  const file = name.replace(/\.json$/, `-${hash.slice(0, 8)}.safetensors`);
  const [first] = found.warnings ?? [];
  const warning = first !== undefined && { warning: first };
  const record: ChunkRecord = {
    chunk: chunk.index,
    hash: chunk.hash,
    images: found.inputs.length,
    shard: { file, sha256: hash, bytes: bytes.length },
    results: found.rows,
    ...warning,
  };
  await storage.create(file, bytes);
  const isFirst = await storage.create(name, `${JSON.stringify(record)}\n`);
  return { images: found.inputs.length, seconds: (performance.now() - start) / 1000, isFirst, ...warning };
};
