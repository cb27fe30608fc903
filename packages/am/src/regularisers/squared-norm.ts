import * as tf from '@tensorflow/tfjs-core';
import type { Regulariser } from '../ascent/objective-function.js';

/** ‖x‖² of each point of a batch `[n, ...shape]`, borrowed, summed in float64. */
export const squaredNorms = (points: tf.Tensor): number[] => {
  const values = points.dataSync<'float32'>();
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
