import { drive, InterpError, type DriveOptions } from '@interp/core';
import { enumerateSteps, mostStates } from './enumerate.js';
import { logSumExp } from './log-sum-exp.js';
import type { Rbm } from '../rbm.js';

/**
 * Whether {@link exactLogPartition} can be had: at most 2^20 states of the side that is enumerated.
 *
 * @param machine - the RBM; borrowed
 * @returns true where it can
 */
export const canEnumerate = ({ variant, visible, hidden }: Rbm): boolean =>
  2 ** (variant.continuous ? hidden : Math.min(visible, hidden)) <= mostStates;

/**
 * log Z exactly, in float64: the sum over all states of the hidden units (of the smaller side where both are binary) with the other side
 * summed or integrated out, in the log domain.
 *
 * @param machine - the RBM; borrowed
 * @param driving - `onStep` (of the states done), `signal`, rhythm
 * @returns log Z in nats
 * @throws InterpError `bad-option` for more than 2^20 states, or where the signal stopped it
 */
export const exactLogPartition = async (machine: Rbm, driving: DriveOptions<number> = {}): Promise<number> => {
  const states = await drive(enumerateSteps(machine), driving);
  if (!states)
    throw new InterpError('bad-option', 'the enumeration was stopped; an exact log Z needs every state; run it again');
  return logSumExp(states.weights);
};
