import { InterpError, isInterpError, shownName } from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import { readSafetensors } from '@interp/files';
import { concatImages, imagesOf, type Images } from '@interp/images';
import { readImages, type ReadImagesOptions } from '@interp/images/node';
import type { Chunk } from '../job/chunks.js';
import type { ChunkPiece } from '../job/piece.js';
import { sha256 } from '../job/hash.js';
import type { JobStorage } from '../storage/job-storage.js';
import { listIn, textsIn } from '../storage/json-in.js';

/** The bytes of a stored file, which are those that were submitted; throws InterpError `bad-checksum`. */
export const readStored = async ({ read }: JobStorage, file: string, hash: string): Promise<Uint8Array> => {
  const bytes = await read(file);
  if (bytes && sha256(bytes) === hash) return bytes;
  throw new InterpError(
    'bad-checksum',
    `${file} of the job ${bytes ? 'was changed since it was submitted' : 'is missing'}; submit the job again to an empty folder`,
  );
};

const noImage = (inputShape: readonly number[], input: string, error: string): Images =>
  imagesOf({
    size: 0,
    inputShape,
    name: () => input,
    pixels: () => new Float32Array(),
    missing: [{ input, before: 0, error }],
  });

/** Inputs of the model, with their names and labels. */
const tensorImages = (bytes: Uint8Array, inputShape: readonly number[]): Images => {
  const { tensors, metadata } = readSafetensors(bytes);
  const entry = tensors.get('images');
  const names = textsIn(metadata.get('inputs'));
  const labels = listIn(metadata.get('labels')) as readonly (number | readonly number[] | null)[] | undefined;
  const width = sizeOfShape(inputShape);
  if (entry?.dtype !== 'F32' || !names || !labels || entry.data.length !== names.length * width)
    throw new InterpError('bad-file', 'a file of inputs is not as it was submitted; submit the job again');
  const values = entry.data as Float32Array;
  const labelOf = (index: number) => labels[index] ?? undefined;
  return imagesOf({
    size: names.length,
    inputShape,
    name: (index) => names[index],
    label: (index) => [labelOf(index)].find((label) => typeof label === 'number'),
    labelSet: (index) => [labelOf(index)].find((label) => typeof label === 'object'),
    pixels: (from, to) => values.subarray(from * width, to * width),
  });
};

/** What is wrong with a file, and not with the options or the machine. */
const ofFile = ['bad-file', 'bad-shape', 'bad-value', 'not-found'];

/** The images of a picture, under the name that it had. */
const pictureImages = async (
  bytes: Uint8Array,
  { name = '', label, labelSet }: ChunkPiece,
  options: ReadImagesOptions,
): Promise<Images> => {
  try {
    const stdin = () => Promise.resolve(bytes);
    const found = await readImages(['-'], { ...options, takesMissing: 'all', stdin });
    return {
      ...found,
      name: () => name,
      label: () => label,
      labelSet: () => labelSet,
      missing: found.missing.map((one) => ({ ...one, input: name })),
    };
  } catch (error) {
    if (!isInterpError(error) || !ofFile.includes(error.code)) throw error;
    return noImage(
      options.inputShape,
      name,
      error.message.replace('"-"', () => shownName(name)),
    );
  }
};

/**
 * The images of a chunk, read from the storage of its job.
 *
 * @param chunk - the chunk
 * @param options - how pictures are read
 * @param storage - of the job
 * @returns the images in order; what gives none is among the missing
 * @throws InterpError `bad-checksum` for a file that is missing or was changed
 */
export const chunkImages = async (
  { pieces }: Pick<Chunk, 'pieces'>,
  options: ReadImagesOptions,
  storage: JobStorage,
): Promise<Images> => {
  const { inputShape } = options;
  const groups: Images[] = [];
  for (const piece of pieces) {
    const { file, sha256: hash, name, error } = piece;
    if (file === undefined || hash === undefined) groups.push(noImage(inputShape, name ?? '', error ?? ''));
    else {
      const bytes = await readStored(storage, file, hash);
      groups.push(name === undefined ? tensorImages(bytes, inputShape) : await pictureImages(bytes, piece, options));
    }
  }
  return concatImages(groups);
};
