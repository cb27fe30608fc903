import { InterpError } from '@interp/core';
import { stateWalk, type StateWalk } from './state-weights.js';
import type { Rbm } from '../rbm.js';

/** Most states of one side that are enumerated. */
export const mostStates = 2 ** 20;

const blockBits = 12;

/** The log-weights of all states of one side. */
export interface StateWeights {
  /** Which side. */
  readonly side: StateWalk['side'];
  /** Units of that side. */
  readonly units: number;
  /** log Σ exp(-E) over the other side, for each state; bit u of the index is unit u. */
  readonly weights: Float64Array;
}

/**
 * Enumerates the states of one side in blocks, in float64; yields the states done after each block.
 *
 * @param machine - the RBM; borrowed
 * @returns the steps; their result is every state's log-weight, or nothing where they were stopped
 * @throws InterpError `bad-option` for more than 2^20 states
 */
export function* enumerateSteps(machine: Rbm): Generator<number, StateWeights | undefined, boolean> {
  const units = machine.variant.continuous ? machine.hidden : Math.min(machine.visible, machine.hidden);
  const states = 2 ** units;
  if (states > mostStates)
    throw new InterpError(
      'bad-option',
      `the exact log Z asks for 2^${units} states; expected at most 2^20; estimate it by annealed importance sampling, ais()`,
    );
  const walk = stateWalk(machine);
  const weights = new Float64Array(states);
  const block = Math.min(states, 2 ** blockBits);
  for (let start = 0; start < states; start += block) {
    walk.reset(start);
    let bits = start;
    weights[bits] = walk.weight();
    for (let i = 1; i < block; i++) {
      const unit = 31 - Math.clz32(i & -i);
      walk.flip(unit);
      bits ^= 1 << unit;
      weights[bits] = walk.weight();
    }
    if (yield start + block) return undefined;
  }
  return { side: walk.side, units, weights };
}

/**
 * All of {@link enumerateSteps} at once, for small machines.
 *
 * @param machine - the RBM; borrowed
 * @returns every state's log-weight
 * @throws InterpError `bad-option` for more than 2^20 states
 */
export const enumerated = (machine: Rbm): StateWeights => {
  const steps = enumerateSteps(machine);
  for (;;) {
    const next = steps.next(false);
    if (next.done) return next.value!;
  }
};
