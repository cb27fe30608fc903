import { checkBoolean, checkedOptions, checkNumber } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Ascent } from './ascent.js';
import { unitGradient } from '../unit-gradient.js';

/** How {@link plain} climbs. */
export interface PlainOptions {
  /** Length of a step in gradients, or in units of the input where `normalise` is on. Default 0.1. */
  readonly rate?: number;
  /** Whether each gradient is first divided by its Euclidean norm, which leads out of saturated regions. Default false. */
  readonly normalise?: boolean;
}

/**
 * Gradient ascent, x ← x + rate ∇, the thesis' way (section 1.2.1 uphill).
 *
 * @param options - rate, normalisation
 * @returns the ascent
 * @throws InterpError `bad-option` for a rate that is not above 0
 */
export const plain = (options: PlainOptions = {}): Ascent => {
  const { rate = 0.1, normalise = false } = checkedOptions(options);
  checkNumber('the rate', rate, { above: 0 });
  checkBoolean('normalise', normalise);
  return {
    start: () => [],
    step: (gradient) => ({ change: tf.mul(normalise ? unitGradient(gradient) : gradient, rate), state: [] }),
  };
};
