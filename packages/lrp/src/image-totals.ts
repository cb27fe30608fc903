import { hostValues } from '@interp/core/internal';
import type * as tf from '@tensorflow/tfjs-core';

/** The sums of one tensor over each image, in float64. */
export interface ImageSums {
  /** Of the values. */
  readonly totals: Float64Array;
  /** Of their absolute values. */
  readonly sizes: Float64Array;
}

/**
 * The sums over each image of a batch, of values and of absolute values, in float64.
 *
 * @param batch - `[n, ...]`, float32; borrowed
 * @returns one sum of each kind per image
 */
export const imageSums = (batch: tf.Tensor): ImageSums => {
  const values = hostValues(batch);
  const [n] = batch.shape;
  const each = values.length / n;
  const totals = new Float64Array(n);
  const sizes = new Float64Array(n);
  for (let image = 0, i = 0; image < n; image++) {
    let sum = 0;
    let size = 0;
    for (const end = i + each; i < end; i++) {
      const value = values[i];
      sum += value;
      size += value < 0 ? -value : value;
    }
    totals[image] = sum;
    sizes[image] = size;
  }
  return { totals, sizes };
};

/**
 * The sum over each image of a batch, in float64.
 *
 * @param batch - `[n, ...]`, float32; borrowed
 * @returns one sum per image
 */
export const imageTotals = (batch: tf.Tensor): number[] => Array.from(imageSums(batch).totals);
