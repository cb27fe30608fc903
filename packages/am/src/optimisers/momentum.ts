import { checkBoolean, checkedOptions, checkNumber } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Ascent } from './ascent.js';
import type { PlainOptions } from './plain.js';
import { unitGradient } from '../unit-gradient.js';

/** How {@link momentum} climbs. */
export interface MomentumOptions extends PlainOptions {
  /** Share of the last step that goes into the next, from 0 to below 1. Default 0.9. */
  readonly momentum?: number;
}

/**
 * Gradient ascent with momentum, v ← μ v + ∇, x ← x + rate v (Polyak 1964).
 *
 * @param options - rate, momentum, normalisation
 * @returns the ascent
 * @throws InterpError `bad-option` for a rate that is not above 0 or a momentum outside of [0, 1)
 */
export const momentum = (options: MomentumOptions = {}): Ascent => {
  const { rate = 0.1, momentum: kept = 0.9, normalise = false } = checkedOptions(options);
  checkNumber('the rate', rate, { above: 0 });
  checkNumber('the momentum', kept, { min: 0, max: 1 - 1e-9 });
  checkBoolean('normalise', normalise);
  return {
    start: (points) => [tf.zerosLike(points)],
    step: (gradient, [velocity]) => {
      const next = tf.add(tf.mul(velocity, kept), normalise ? unitGradient(gradient) : gradient);
      return { change: tf.mul(next, rate), state: [next] };
    },
  };
};
