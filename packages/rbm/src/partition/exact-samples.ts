import type { Random } from '@interp/core';
import { hostTensor } from '@interp/core/internal';
import type * as tf from '@tensorflow/tfjs-core';
import type { StateWeights } from './enumerate.js';
import { logSumExp } from './log-sum-exp.js';

/**
 * States drawn from an enumerated distribution.
 *
 * @param states - every state's log-weight
 * @param count - how many to draw
 * @param numbers - random numbers
 * @returns states as rows of 0 and 1, `[count, units]`, the caller's
 */
export const exactStates = ({ weights, units }: StateWeights, count: number, numbers: Random): tf.Tensor2D => {
  const logZ = logSumExp(weights);
  const levels = Float64Array.from({ length: count }, () => numbers.uniform()).sort();
  const drawn = new Uint32Array(count).fill(weights.length - 1);
  let sum = 0;
  for (let state = 0, next = 0; state < weights.length && next < count; state++) {
    sum += Math.exp(weights[state] - logZ);
    while (next < count && levels[next] < sum) drawn[next++] = state;
  }
  return hostTensor([count, units], (out) => {
    for (let at = 0; at < out.length; at++) out[at] = (drawn[Math.floor(at / units)] >>> (at % units)) & 1;
  }) as tf.Tensor2D;
};
