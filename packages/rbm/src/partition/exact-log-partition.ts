import { InterpError } from '@interp/checks';
import { drive, type DriveOptions, type Random } from '@interp/core';
import { hostTensor } from '@interp/core/internal';
import type * as tf from '@tensorflow/tfjs-core';
import type { Rbm } from '../rbm.js';
import { enumeratedUnits, enumerateSteps, mostStates, type StateWeights } from './enumerate.js';
import { logSumExp } from './log-sum-exp.js';

/**
 * Whether {@link exactLogPartition} is possible: at most 2^20 states of the side that is enumerated.
 *
 * @param model - the RBM; borrowed
 * @returns true if it is
 */
export const canEnumerate = (model: Rbm): boolean => 2 ** enumeratedUnits(model) <= mostStates;

/**
 * Computes log Z, the normaliser of the thesis' equation (2.2), exactly, in float64: the sum over all states of the hidden units (of the smaller side if both are binary) with the other
 * side summed or integrated out, in the log domain.
 *
 * @param model - the RBM; borrowed
 * @param driving - `onStep` (of the states done) and `signal`, as `drive` takes them
 * @returns log Z in nats
 * @throws InterpError `bad-option` for more than 2^20 states, or where the signal stopped it
 */
export const exactLogPartition = async (model: Rbm, driving: DriveOptions<number> = {}): Promise<number> => {
  const states = await drive(enumerateSteps(model), driving);
  if (!states)
    throw new InterpError('bad-option', 'the enumeration was stopped; an exact log Z needs every state; run it again');
  return logSumExp(states.weights);
};

/**
 * Draws states from an enumerated distribution.
 *
 * @param states - every state's log-weight
 * @param count - how many to draw
 * @param random - random numbers
 * @returns states as rows of 0 and 1, `[count, units]`, owned by the caller
 */
export const exactStates = ({ weights, units }: StateWeights, count: number, random: Random): tf.Tensor2D => {
  const logZ = logSumExp(weights);
  const levels = Float64Array.from({ length: count }, () => random.uniform()).sort();
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
