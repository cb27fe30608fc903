import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * ‖x‖² of each point of a batch, summed in float64.
 *
 * @param points - `[n, ...shape]`; borrowed
 * @returns n numbers
 */
export const squaredNorms = (points: Tensor): number[] => {
  const values = points.dataSync<'float32'>();
  const size = values.length / points.shape[0];
  return Array.from({ length: points.shape[0] }, (_, i) => {
    let sum = 0;
    for (let k = i * size; k < (i + 1) * size; k++) sum += values[k] * values[k];
    return sum;
  });
};
