import { InterpError } from '@interp/checks';
import type { JobStorage } from '../storage/job-storage.js';
import { hasFields, listIn } from '../storage/json-in.js';
import { hashOf, sha256 } from './hash.js';
import { pageName, pageOf, pageSize } from './pages.js';
import type { ChunkPiece } from './piece.js';
import type { StoredJob } from './stored-job.js';

/** A chunk of a job: some images, in order. */
export interface Chunk {
  /** Its number, from 0. */
  readonly index: number;
  /** The hash of all that its results depend on. */
  readonly hash: string;
  /** Its images. */
  readonly pieces: readonly ChunkPiece[];
}

/** The number of a chunk as the names of files have it. */
const indexName = (index: number): string => String(index).padStart(9, '0');

/** The name of the record of a chunk, whose being there says that the chunk is done. */
export const recordName = ({ index, hash }: Pick<Chunk, 'index' | 'hash'>): string =>
  `results/${pageName(pageOf(index))}/${indexName(index)}-${hash.slice(0, 16)}.json`;

/** The name of a file about a chunk on the way: its lease, or what went wrong. */
export const sideName = (folder: 'leases' | 'attempts' | 'failed', index: number): string =>
  `${folder}/${pageName(pageOf(index))}/${indexName(index)}.json`;

/** The numbers of the chunks of a page that files in its folder are about; what else somebody has put there is none. */
const indicesOf = (files: readonly string[], page: number): ReadonlySet<number> =>
  new Set(
    files
      .filter((file) => /^\d{9}(?:-[\da-f]{16})?\.json$/.test(file))
      .map((file) => Number.parseInt(file, 10))
      .filter((index) => pageOf(index) === page),
  );

/** A chunk of its pieces, named by all that its results depend on. */
export const chunkOf = (index: number, pieces: readonly ChunkPiece[], workHash: string): Chunk => ({
  index,
  hash: hashOf({ work: workHash, pieces }),
  pieces,
});

/** The text of a page of chunks. */
export const pageText = (chunks: readonly Chunk[]): string => `${JSON.stringify(chunks)}\n`;

const pieceFields = {
  ...({ file: 'text', sha256: 'text', name: 'text', label: 'number', labelSet: 'list', error: 'text' } as const),
  ...({ seed: 'number', example: 'count', images: 'count' } as const),
};

const isChunk = (chunk: Chunk, index: number): boolean =>
  hasFields(chunk, { index: 'count', hash: 'text', pieces: 'list' }) &&
  chunk.index === index &&
  /^[\da-f]{64}$/.test(chunk.hash) &&
  chunk.pieces.every((piece) => hasFields(piece, {}, pieceFields));

/**
 * Reads a page of chunks.
 *
 * @throws InterpError `bad-file` where it is not the page that was submitted
 */
export const readPage = async (
  { read }: JobStorage,
  { pages, chunks }: Pick<StoredJob, 'pages' | 'chunks'>,
  page: number,
): Promise<readonly Chunk[]> => {
  const name = `chunks/${pageName(page)}.json`;
  const bytes = await read(name);
  const found = bytes && sha256(bytes) === pages[page] ? (listIn(bytes) as readonly Chunk[] | undefined) : undefined;
  const first = page * pageSize;
  const size = Math.min(pageSize, chunks - first);
  if (found?.length === size && found.every((chunk, i) => isChunk(chunk, first + i))) return found;
  throw new InterpError('bad-file', `${name} of the job is missing or was changed; submit the job again`);
};

/** The numbers of the chunks of a page that have a record, by the names of files alone: of this job, or of another that was in the same place. */
export const recordedOnPage = async ({ list }: JobStorage, page: number): Promise<ReadonlySet<number>> =>
  indicesOf(await list(`results/${pageName(page)}`), page);

/** Tells of a chunk of a page whether it is done: whether a record has its number and its hash. */
export const doneOnPage = async (
  { list }: JobStorage,
  page: number,
): Promise<(chunk: Pick<Chunk, 'index' | 'hash'>) => boolean> => {
  const folder = `results/${pageName(page)}`;
  const names = new Set((await list(folder)).map((file) => `${folder}/${file}`));
  return (chunk) => names.has(recordName(chunk));
};

/** The numbers of the chunks of a page that have a file in a folder about chunks on the way. */
export const aboutPage = async (
  { list }: JobStorage,
  folder: 'leases' | 'attempts' | 'failed',
  page: number,
): Promise<ReadonlySet<number>> => indicesOf(await list(`${folder}/${pageName(page)}`), page);

/** Reads chunks by their numbers, and keeps the page that it read last. */
export const chunkReader = (
  storage: JobStorage,
  job: Pick<StoredJob, 'pages' | 'chunks'>,
): ((index: number) => Promise<Chunk>) => {
  let kept: { readonly page: number; readonly chunks: Promise<readonly Chunk[]> } | undefined;
  return async (index) => {
    const page = pageOf(index);
    if (kept?.page !== page) {
      kept = { page, chunks: readPage(storage, job, page) };
      // One that could not be read may be read the next time.
      kept.chunks.catch(() => (kept = undefined));
    }
    const chunk = (await kept.chunks)[index % pageSize] as Chunk | undefined;
    if (chunk) return chunk;
    throw new InterpError('bad-option', `the job has no chunk ${index}; expected one that was submitted`);
  };
};
