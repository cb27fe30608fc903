import type { Images } from '@interp/images';
import type { ChunkPiece } from '../job/piece.js';

/**
 * Which example of the other inputs of a model goes with each image of a chunk: the one that has its place among all inputs of the job.
 *
 * @param images - of the chunk
 * @param pieces - that they are of: of a picture one image at most, of a file of tensors all that remain
 * @returns a number for each image
 */
export const exampleNumbers = ({ size, missing }: Images, pieces: readonly ChunkPiece[]): readonly number[] => {
  const lost = missing.map(({ before }) => before);
  const numbers: number[] = [];
  for (const { example = 0, images = 1 } of pieces)
    for (let i = 0; i < images; i++)
      if (lost[0] === numbers.length) lost.shift();
      else numbers.push(example + i);
  return numbers.slice(0, size);
};
