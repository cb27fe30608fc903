import * as tf from '@tensorflow/tfjs-core';
import type { Prior } from './regulariser.js';

/**
 * The gradient of -λ‖x‖², which draws a prototype to grey, the value 0 (thesis 2.2.1).
 *
 * @param lambda - λ, per squared unit of the input
 * @returns the prior
 */
export const squaredNorm =
  (lambda: number): Prior =>
  (points) =>
    tf.mul(points, -2 * lambda);
