import { checkNumber } from '@interp/core';
import type { Norm } from './norm.js';

/** What attacks within a ball are told. */
export interface BallOptions {
  /** The ball's radius, in units of the input: for the L∞ norm how far each value may move. */
  readonly epsilon: number;
  /** What the ball is of. Default {@link linf}. */
  readonly norm?: Norm;
}

/**
 * Checks the radius of a ball.
 *
 * @param epsilon - the radius
 * @throws InterpError `bad-option`
 */
export const checkEpsilon = (epsilon: number): void => {
  checkNumber('epsilon', epsilon, { min: 0 });
};
