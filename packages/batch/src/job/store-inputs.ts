import { extname } from 'node:path';
import { float32Entry, writeSafetensors } from '@interp/files';
import { readNamedFile } from '@interp/files/internal';
import { concatImages, imagesOf, type Images } from '@interp/images';
import {
  fileAndColumn,
  listInputs,
  parquetRows,
  readImages,
  type InputFile,
  type ParquetRow,
  type ReadImagesOptions,
} from '@interp/images/node';
import type { JobStorage } from '../storage/job-storage.js';
import type { ChunkPiece } from './piece.js';
import { sha256 } from './hash.js';

/** Writes a file under the hash of its bytes, once. */
const storeFile = async ({ create }: JobStorage, bytes: Uint8Array, suffix: string) => {
  const hash = sha256(bytes);
  const file = `inputs/${hash.slice(0, 2)}/${hash}${suffix}`;
  await create(file, bytes);
  return { file, sha256: hash };
};

/** Images as the model takes them, as a file of tensors with their names and labels. */
const storeTensors = (storage: JobStorage, images: Images): Promise<ChunkPiece> => {
  const { size, inputShape } = images;
  const each = <Value>(of: (index: number) => Value): Value[] => Array.from({ length: size }, (_, i) => of(i));
  const labels = each((i) => images.labelSet(i) ?? images.label(i) ?? null);
  const bytes = writeSafetensors(
    [['images', float32Entry([size, ...inputShape], images.pixels(0, size))]],
    [
      ['inputs', JSON.stringify(each(images.name))],
      ['labels', JSON.stringify(labels)],
    ],
  );
  return storeFile(storage, bytes, '.safetensors');
};

/** Some of images, in order. */
const partOf = (images: Images, from: number, to: number): Images =>
  imagesOf({
    size: to - from,
    inputShape: images.inputShape,
    name: (index) => images.name(from + index),
    label: (index) => images.label(from + index),
    labelSet: (index) => images.labelSet(from + index),
    pixels: (first, last) => images.pixels(from + first, from + last),
  });

const pictureSuffix = (path: string): string => (/^\.(?:png|jpe?g|webp)$/i.test(extname(path)) ? extname(path) : '');

/** A picture as its file, as it is. */
const storePicture = async (
  storage: JobStorage,
  { path, label, labelSet, error }: InputFile,
  signal: AbortSignal | undefined,
): Promise<ChunkPiece> => {
  if (error !== undefined) return { name: path, error };
  const bytes = await readNamedFile(path, 'the image ', 'a PNG, JPEG or WebP file', signal);
  const stored = await storeFile(storage, bytes, pictureSuffix(path));
  return { ...stored, name: path, ...(label !== undefined && { label }), ...(labelSet && { labelSet }) };
};

/** A picture in a row of a table, as the file that it is. */
const storeRow = async (storage: JobStorage, { name, label, picture, error }: ParquetRow): Promise<ChunkPiece> => {
  if (error !== undefined) return { name, error };
  return { ...(await storeFile(storage, picture!, '')), name, ...(label !== undefined && { label }) };
};

/** How inputs become chunks. */
export interface StoreOptions {
  /** Images, or pictures, in a chunk at most. */
  readonly most: number;
  /** Whether the place of each among all inputs is stored with it, for models of several inputs. */
  readonly numbered: boolean;
  /** Ends it early. */
  readonly signal?: AbortSignal;
}

/** Fills one chunk after the other. */
const filler = (storage: JobStorage, { most, numbered }: StoreOptions) => {
  let pieces: ChunkPiece[] = [];
  /** Images in memory until they are stored. */
  let waiting: Images[] = [];
  let [count, example] = [0, 0];
  const settle = async (): Promise<void> => {
    const images = waiting.reduce((sum, { size }) => sum + size, 0);
    if (images > 0) {
      const stored = await storeTensors(storage, concatImages(waiting));
      pieces.push({ ...stored, ...(numbered && { example: example - images, images }) });
    }
    waiting = [];
  };
  return {
    room: () => most - count,
    add: async (piece: ChunkPiece): Promise<void> => {
      await settle();
      pieces.push({ ...piece, ...(numbered && { example }) });
      count++;
      example++;
    },
    addImages: (images: Images): void => {
      waiting.push(images);
      count += images.size;
      example += images.size;
    },
    /** The pieces of a chunk that is full, or of the last. */
    take: async (isLast = false): Promise<readonly ChunkPiece[] | undefined> => {
      if (count === 0 || (count < most && !isLast)) return undefined;
      await settle();
      const full = pieces;
      [pieces, count] = [[], 0];
      return full;
    },
  };
};

/** What an input gives, in its order: a piece that is stored, or images that are to be. */
async function* partsOf(
  input: InputFile,
  options: ReadImagesOptions,
  storage: JobStorage,
  room: () => number,
): AsyncGenerator<ChunkPiece | Images> {
  const { path, isPicture } = input;
  const { inputShape, signal } = options;
  if (isPicture) yield storePicture(storage, input, signal);
  else if (fileAndColumn.test(path))
    for await (const rows of parquetRows(path, options))
      for (const row of rows)
        yield row.values
          ? imagesOf({ size: 1, inputShape, name: () => row.name, label: () => row.label, pixels: () => row.values! })
          : storeRow(storage, row);
  else {
    const images = await readImages([path], { ...options, takesMissing: 'all' });
    const missing = [...images.missing];
    for (let from = 0; from < images.size || missing.length > 0;) {
      const [next] = missing;
      if (next && next.before <= from) {
        missing.shift();
        yield { name: next.input, error: next.error ?? 'it gives no image' };
      } else {
        const to = Math.min(images.size, from + room(), next?.before ?? Infinity);
        yield partOf(images, from, to);
        from = to;
      }
    }
  }
}

/**
 * Stores the images of a job, each under the hash of its bytes: pictures as their files, all else as tensors, whose values are what the model takes.
 *
 * @param inputs - as `readImages` takes them; of a table some rows at a time are in memory
 * @param reading - how they are read
 * @param storage - where to
 * @param options - how many are in a chunk
 * @returns the pieces of one chunk after the other
 * @throws InterpError for the first input that cannot be read
 */
export async function* storeInputs(
  inputs: readonly string[],
  reading: ReadImagesOptions,
  storage: JobStorage,
  options: StoreOptions,
): AsyncGenerator<readonly ChunkPiece[]> {
  const { signal } = options;
  const { room, add, addImages, take } = filler(storage, options);
  for (const input of await listInputs(inputs, reading))
    for await (const part of partsOf(input, { ...reading, signal }, storage, room)) {
      signal?.throwIfAborted();
      if ('pixels' in part) addImages(part);
      else await add(part);
      const full = await take();
      if (full) yield full;
    }
  const rest = await take(true);
  if (rest) yield rest;
}

/** Pieces that are no files, some in a chunk. */
export function* chunksOf(pieces: Iterable<ChunkPiece>, most: number): Generator<readonly ChunkPiece[]> {
  let some: ChunkPiece[] = [];
  for (const piece of pieces) {
    some.push(piece);
    if (some.length < most) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}
