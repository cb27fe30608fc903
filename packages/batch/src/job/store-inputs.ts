import { extname } from 'node:path';
import { float32Entry, writeSafetensors } from '@interp/files';
import { readNamedFile } from '@interp/files/internal';
import { concatImages, imagesOf, type Images } from '@interp/images';
import { listInputs, readImages, type InputFile, type ReadImagesOptions } from '@interp/images/node';
import type { JobStorage } from '../storage/job-storage.js';
import type { ChunkPiece } from './chunks.js';
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

/** Inputs with which a chunk is filled: images in memory, until they are stored, and pieces that are. */
interface Filling {
  readonly pieces: ChunkPiece[];
  waiting: Images[];
  count: number;
}

/**
 * Stores the images of a job, each under the hash of its bytes: pictures as their files, all else as tensors, whose values are what the model takes.
 *
 * @param inputs - as `readImages` takes them
 * @param options - how they are read
 * @param most - images, or pictures, in a chunk at most
 * @param storage - where to
 * @param signal - ends it early
 * @returns the pieces of one chunk after the other
 * @throws InterpError for the first input that cannot be read
 */
export async function* storeInputs(
  inputs: readonly string[],
  options: ReadImagesOptions,
  most: number,
  storage: JobStorage,
  signal?: AbortSignal,
): AsyncGenerator<readonly ChunkPiece[]> {
  let chunk: Filling = { pieces: [], waiting: [], count: 0 };
  const settle = async (): Promise<void> => {
    if (chunk.waiting.length > 0) chunk.pieces.push(await storeTensors(storage, concatImages(chunk.waiting)));
    chunk.waiting = [];
  };
  const full = async (): Promise<readonly ChunkPiece[]> => {
    await settle();
    const { pieces } = chunk;
    chunk = { pieces: [], waiting: [], count: 0 };
    return pieces;
  };
  for (const input of await listInputs(inputs, options)) {
    signal?.throwIfAborted();
    if (input.isPicture) {
      await settle();
      chunk.pieces.push(await storePicture(storage, input, signal));
      if (++chunk.count === most) yield await full();
      continue;
    }
    const images = await readImages([input.path], { ...options, takesMissing: 'all', signal });
    const missing = [...images.missing];
    for (let from = 0; from < images.size || missing.length > 0;) {
      signal?.throwIfAborted();
      const [next] = missing;
      if (next && next.before <= from) {
        await settle();
        chunk.pieces.push({ name: next.input, error: next.error ?? 'it gives no image' });
        chunk.count++;
        missing.shift();
      } else {
        const to = Math.min(images.size, from + most - chunk.count, next?.before ?? Infinity);
        chunk.waiting.push(partOf(images, from, to));
        chunk.count += to - from;
        from = to;
      }
      if (chunk.count === most) yield await full();
    }
  }
  if (chunk.count > 0) yield await full();
}
