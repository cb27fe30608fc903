import * as tf from '@tensorflow/tfjs-core';
import type { Images } from './images.js';

/**
 * Some images as a tensor.
 *
 * @param images - all of them
 * @param shape - height, width and channels
 * @param from - the first
 * @param to - the one after the last
 * @returns `[to - from, ...shape]`, which belongs to the caller
 */
export const batchOf = (images: Images, shape: readonly number[], from = 0, to = images.size): tf.Tensor4D =>
  tf.tensor4d(images.pixels(from, to), [to - from, shape[0], shape[1], shape[2]]);

/** Float32 rows that come chunk by chunk. */
export const collector = (
  total: number,
  width: number,
): { readonly add: (from: number, values: ArrayLike<number>) => void; readonly rows: (n: number) => Float32Array } => {
  const all = new Float32Array(total * width);
  return {
    add: (from, values) => all.set(values, from * width),
    rows: (n) => all.subarray(0, n * width),
  };
};
