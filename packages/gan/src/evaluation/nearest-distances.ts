import type { LabelledImages } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';

/** Images of a data set that are compared with at a time. */
const chunk = 2000;

/**
 * The Euclidean distance, in pixel units, of each image of a batch to its nearest neighbour in a data set, as a generator of steps.
 *
 * @param images - `[n, ...shape]`; borrowed
 * @param data - the data set; borrowed
 * @param seen - how many images of the data set are looked at
 * @returns after each 2,000 of them how many were done; at last the distances `[n]`, of all that were done
 */
export async function* nearestDistances(
  images: tf.Tensor,
  data: LabelledImages,
  seen: number,
): AsyncGenerator<number, Float64Array, boolean> {
  const n = images.shape[0];
  const nearest = new Float64Array(n).fill(Infinity);
  const rows = tf.tidy(() => tf.reshape<tf.Rank.R2>(images, [n, -1]));
  try {
    for (let start = 0; start < seen; start += chunk) {
      const count = Math.min(chunk, seen - start);
      const others = data.images(Uint32Array.from({ length: count }, (_, i) => start + i));
      const least = tf.tidy(() => {
        const flat = tf.reshape<tf.Rank.R2>(others, [count, -1]);
        const products = tf.matMul(rows, flat, false, true);
        const squares = tf.add(
          tf.sum(tf.square(rows), 1, true),
          tf.sub(tf.reshape(tf.sum(tf.square(flat), 1), [1, count]), tf.mul(products, 2)),
        );
        return tf.min(squares, 1);
      });
      (await least.data()).forEach((square, i) => {
        nearest[i] = Math.min(nearest[i], Math.sqrt(Math.max(square, 0)));
      });
      tf.dispose([others, least]);
      if (yield start + count) break;
    }
    return nearest;
  } finally {
    rows.dispose();
  }
}
