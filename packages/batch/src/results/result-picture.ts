import { InterpError } from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import type { SafetensorsEntry } from '@interp/files';
import { isPictureShape, preprocessing } from '@interp/images';
import type { StoredJob } from '../job/stored-job.js';

/** An image of a job's results as a picture, with its map where the job explains. */
export interface ResultPicture {
  /** Height, width, and channels, 1 or 3. */
  readonly shape: readonly number[];
  /** Its pixels, from -1 to 1. */
  readonly image: Float32Array;
  /** Relevance of each of its values, `shape` as well. */
  readonly map?: Float32Array;
}

/** A picture of a tensor of them, the first of some names that there is; undefined where it holds none. */
const rowOf = (tensors: ReadonlyMap<string, SafetensorsEntry>, names: readonly string[], at: number) => {
  const entry = names.map((name) => tensors.get(name)).find((one) => one !== undefined);
  const [n, ...shape] = entry?.shape ?? [0];
  if (!entry || at >= n || !isPictureShape(shape) || !(entry.data instanceof Float32Array)) return undefined;
  const size = sizeOfShape(shape);
  return { shape, data: entry.data.slice(at * size, (at + 1) * size) };
};

/**
 * What is shown of an image, by the tensors of its chunk.
 *
 * @param job - the job
 * @param tensors - those of the chunk
 * @param at - which of its images
 * @returns the image: what an attack made of it, a prototype, or the input
 * @throws InterpError `unsupported-model` where the results are no pictures
 */
export const resultPicture = (
  { task, modelOptions }: Pick<StoredJob, 'task' | 'modelOptions'>,
  tensors: ReadonlyMap<string, SafetensorsEntry>,
  at: number,
): ResultPicture => {
  const image = rowOf(tensors, ['adversarial', 'prototypes', 'images'], at);
  if (!image)
    throw new InterpError(
      'unsupported-model',
      `results of ${task} hold no pictures; expected those of explain, classify, attack or prototype`,
    );
  const { shape, data } = image;
  const { bounds, mean, std, channels } = modelOptions;
  const { toPicture } = preprocessing(shape[2], { bounds, mean, std, channels });
  const map = rowOf(tensors, ['relevance'], at)?.data;
  return { shape, image: toPicture(data), ...(map?.length === data.length && { map }) };
};
