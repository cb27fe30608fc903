import { InterpError } from '@interp/core';
import { checkNumber, shownValue } from '@interp/core/internal';
import type { Norm } from './norms/norm.js';

/** What attacks within a ball are told. */
export interface BallOptions {
  /** The ball's radius, in units of the input: for the L∞ norm how far each value may move. */
  readonly epsilon: number;
  /** What the ball is of. Default {@link linf}. */
  readonly norm?: Norm;
}

/**
 * Checks a norm. Callers without types give its name where its value is asked for.
 *
 * @param norm - what was given
 * @throws InterpError `bad-option`
 */
export const checkNorm = (norm: Norm): void => {
  if (typeof (norm as Partial<Norm> | null)?.project !== 'function')
    throw new InterpError('bad-option', `norm is ${shownValue(norm)}; expected the value linf, l2 or l1`);
};

/**
 * Checks a ball.
 *
 * @param epsilon - the radius
 * @param norm - what the ball is of
 * @throws InterpError `bad-option`
 */
export const checkBall = (epsilon: number, norm: Norm): void => {
  checkNumber('epsilon', epsilon, { min: 0 });
  checkNorm(norm);
};
