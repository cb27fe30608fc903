import type * as tf from '@tensorflow/tfjs-core';
import type { Operator } from './steps.js';

/**
 * The vector-Jacobian product of one step, with several inputs gathered.
 *
 * @param operator - what the step does
 * @param x - its input; may be missing for activations whose output tells their derivative
 * @param y - its output
 * @param dy - the derivative with respect to the output; borrowed
 * @param inputShape - the shape of the gathered input
 * @returns the derivative with respect to the gathered input
 */
export const pullBack = (
  operator: Operator,
  x: tf.Tensor | undefined,
  y: tf.Tensor,
  dy: tf.Tensor,
  inputShape: readonly number[],
): tf.Tensor => {
  switch (operator.kind) {
    case 'linear':
      return operator.map.transpose(dy, inputShape);
    case 'activation':
      return operator.pullBack(x, y, dy);
    case 'pooling':
      return operator.pullBack(x!, dy);
    case 'reshaping':
      return operator.transpose(dy, inputShape);
    case 'merging':
      return operator.map ? operator.map.transpose(dy, inputShape) : dy;
  }
};
