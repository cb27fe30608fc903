import { hostTensor, hostValues, loopsAreFree, valuesNow } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { thresholdMask, type Regulariser, type StepRecord } from '../ascent/objective-function.js';

/** ‖x‖² of each point of a batch `[n, ...shape]`, borrowed, summed in float64. */
export const squaredNorms = (points: tf.Tensor): number[] => {
  const values = valuesNow(points);
  const size = values.length / points.shape[0];
  return Array.from({ length: points.shape[0] }, (_, i) => {
    let sum = 0;
    for (let k = i * size; k < (i + 1) * size; k++) sum += values[k] * values[k];
    return sum;
  });
};

/** The gradient of -λ‖x‖², which pulls a prototype towards grey, the value 0 (thesis 2.2.1); λ is per squared unit of the input. */
export const squaredNorm =
  (lambda: number): Regulariser =>
  (points) =>
    tf.mul(points, -2 * lambda);

/** Up to how many values a loop is faster than kernels, whose calls take longer than the work on so few. */
const loopedUpTo = 10_000;

/**
 * Adds the gradient of -λ‖x‖² for those points whose probability is at least the threshold.
 *
 * @param gradient - of the rest of the objective, `[n, ...shape]`; borrowed
 * @param points - `[n, ...shape]`; borrowed
 * @param at - λ, the record of each point, and the threshold
 * @returns the sum, of the same shape; in a `tf.tidy`
 */
export const withSquaredNorm = (
  gradient: tf.Tensor,
  points: tf.Tensor,
  { lambda, records, threshold }: { lambda: number; records: readonly StepRecord[]; threshold: number },
): tf.Tensor => {
  if (points.size > loopedUpTo || !loopsAreFree())
    return tf.add(gradient, tf.mul(squaredNorm(lambda)(points), thresholdMask(records, threshold, points.rank)));
  const factor = Math.fround(-2 * lambda);
  const size = points.size / records.length;
  return hostTensor(gradient.shape, (out) => {
    const [slope, values] = [hostValues(gradient), hostValues(points)];
    for (let n = 0; n < records.length; n++) {
      // Minus 0 where it is off: zeros then have the signs that a product with 0 gives them.
      const by = records[n].probability >= threshold ? factor : -0;
      for (let i = n * size; i < (n + 1) * size; i++) out[i] = slope[i] + Math.fround(values[i] * by);
    }
  });
};
