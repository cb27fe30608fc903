import type * as tf from '@tensorflow/tfjs-core';

/**
 * The sum over each image of a batch, in float64.
 *
 * @param batch - `[n, ...]`; borrowed
 * @returns one sum per image
 */
export const imageTotals = (batch: tf.Tensor): number[] => {
  const values = batch.dataSync<'float32'>();
  const [n] = batch.shape;
  const size = values.length / n;
  return Array.from({ length: n }, (_, image) => {
    let sum = 0;
    for (let i = image * size; i < (image + 1) * size; i++) sum += values[i];
    return sum;
  });
};
