import type { LabelledImages } from '@interp/core';
import { mean, range } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';

/** Images of the data set per step. */
const chunk = 2000;

/**
 * The Euclidean distance, in pixel units, of each image of a batch to its nearest neighbour in a data set, as a generator of steps.
 *
 * @param images - `[n, ...shape]`; borrowed
 * @param data - the data set; borrowed
 * @returns after each 2,000 images of the data set how many were done; at last the distances `[n]`
 */
export async function* nearestDistances(
  images: tf.Tensor,
  data: LabelledImages,
): AsyncGenerator<number, Float64Array, undefined> {
  const n = images.shape[0];
  const nearest = new Float64Array(n).fill(Infinity);
  const rows = tf.tidy(() => tf.reshape<tf.Rank.R2>(images, [n, -1]));
  try {
    for (let start = 0; start < data.size; start += chunk) {
      const count = Math.min(chunk, data.size - start);
      const others = data.images(range(start, start + count));
      let least: tf.Tensor;
      try {
        least = tf.tidy(() => {
          const flat = tf.reshape<tf.Rank.R2>(others, [count, -1]);
          const products = tf.matMul(rows, flat, false, true);
          const squares = tf.add(
            tf.sum(tf.square(rows), 1, true),
            tf.sub(tf.reshape(tf.sum(tf.square(flat), 1), [1, count]), tf.mul(products, 2)),
          );
          return tf.min(squares, 1);
        });
      } finally {
        others.dispose();
      }
      (await least.data()).forEach((square, i) => {
        nearest[i] = Math.min(nearest[i], Math.sqrt(Math.max(square, 0)));
      });
      least.dispose();
      yield start + count;
    }
    return nearest;
  } finally {
    rows.dispose();
  }
}

/** Distances of some images to their nearest neighbours among the training images, Euclidean, in pixel units. */
export interface NeighbourDistances {
  /** How many images. */
  readonly n: number;
  /** The smallest. */
  readonly least: number;
  /** The median. */
  readonly median: number;
  /** The mean. */
  readonly mean: number;
}

/**
 * Summarises distances.
 *
 * @param distances - at least one
 * @returns how many, the smallest, median and mean
 */
export const distanceSummary = (distances: Float64Array): NeighbourDistances => {
  const sorted = distances.toSorted();
  const n = sorted.length;
  return {
    n,
    least: sorted[0],
    median: (sorted[(n - 1) >> 1] + sorted[n >> 1]) / 2,
    mean: mean(sorted),
  };
};
