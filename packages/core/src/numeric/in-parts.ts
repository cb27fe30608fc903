import * as tf from '@tensorflow/tfjs-core';

/**
 * Makes the rows of a tensor part by part, each freed of what it took to make it, so that memory stays small.
 *
 * @param n - rows in all
 * @param most - rows of a part
 * @param make - makes some of them, given the first and how many
 * @returns all rows
 */
export const inParts = <T extends tf.Tensor>(n: number, most: number, make: (from: number, count: number) => T): T => {
  const parts: T[] = [];
  for (let from = 0; from < n; from += most) parts.push(tf.tidy(() => make(from, Math.min(most, n - from))));
  return parts.length === 1 ? parts[0] : tf.concat(parts);
};
