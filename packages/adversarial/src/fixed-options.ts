import { checkNumber, InterpError } from '@interp/core';
import type { Norm } from './norm.js';

/** What attacks within a ball are told. */
export interface BallOptions {
  /** The ball's radius, in units of the input: for the L∞ norm how far each value may move. */
  readonly epsilon: number;
  /** What the ball is of. Default {@link linf}. */
  readonly norm?: Norm;
}

/**
 * Checks a ball. Callers without types give a norm's name where its value is asked for.
 *
 * @param epsilon - the radius
 * @param norm - what the ball is of
 * @throws InterpError `bad-option`
 */
export const checkBall = (epsilon: number, norm: Norm): void => {
  checkNumber('epsilon', epsilon, { min: 0 });
  if (typeof (norm as Partial<Norm> | null)?.project !== 'function')
    throw new InterpError('bad-option', `norm is ${JSON.stringify(norm)}; expected the value linf, l2 or l1`);
};
