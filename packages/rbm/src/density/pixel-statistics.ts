import { InterpError } from '@interp/checks';
import type { LabelledImages } from '@interp/core';
import { checkedImages, range, sizeOfShape } from '@interp/core/internal';

/** Mean and standard deviation of every pixel. */
export interface PixelStatistics {
  /** Means, `[M]`. */
  readonly mean: Float64Array;
  /** Standard deviations, `[M]`; 0 for a pixel that never changes. */
  readonly deviation: Float64Array;
}

const chunk = 500;

/**
 * Visits images in order, in parts.
 *
 * @param data - the images; borrowed
 * @param visit - called with the pixels of some images, one image per row, and their number
 */
export const eachChunk = async (
  data: LabelledImages,
  visit: (pixels: Float32Array, count: number) => void,
): Promise<void> => {
  const set = checkedImages('the data', data);
  for (let start = 0; start < set.size; start += chunk) {
    const count = Math.min(chunk, set.size - start);
    const images = set.images(range(start, start + count));
    visit(await images.data<'float32'>().finally(() => images.dispose()), count);
  }
};

/**
 * Mean and standard deviation of every pixel of a set of images.
 *
 * @param given - the images; borrowed
 * @returns both, in float64
 * @throws InterpError `bad-shape` for an empty set, `bad-value` for a pixel that is not finite
 */
export const pixelStatistics = async (given: LabelledImages): Promise<PixelStatistics> => {
  const data = checkedImages('the data', given);
  const M = sizeOfShape(data.inputShape);
  const sum = new Float64Array(M);
  const squares = new Float64Array(M);
  await eachChunk(data, (pixels, count) => {
    for (let row = 0, at = 0; row < count; row++)
      for (let i = 0; i < M; i++, at++) {
        sum[i] += pixels[at];
        squares[i] += pixels[at] * pixels[at];
      }
  });
  if (!squares.every(Number.isFinite))
    throw new InterpError('bad-value', 'a pixel of the images is not finite; expected finite values; clean them first');
  const mean = sum.map((total) => total / data.size);
  return { mean, deviation: squares.map((square, i) => Math.sqrt(Math.max(0, square / data.size - mean[i] ** 2))) };
};
