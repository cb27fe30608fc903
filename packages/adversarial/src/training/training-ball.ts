import { InterpError } from '@interp/core';
import { checkList, checkNumber } from '@interp/core/internal';
import { checkNorm } from '../fixed-options.js';
import { linf } from '../norms/linf.js';
import type { Norm } from '../norms/norm.js';

/** Where the examples of an adversarial training lie. */
export interface TrainingBall {
  /** The radius of the ball around each image, in units of the input: 0.6 is 0.3 of pixels on [0, 1] where inputs go from -1 to 1. */
  readonly epsilon: number;
  /** What the ball is of. Default {@link linf}. */
  readonly norm?: Norm;
  /** Lowest and highest value of an input. Default -1 and 1. */
  readonly bounds?: readonly [low: number, high: number];
  /**
   * Epochs over which the radius grows from 0 to `epsilon` in a straight line. Small networks that meet the full strength at once
   * give every image the same answer and stay there. Default 2.
   */
  readonly ramp?: number;
}

/** A {@link TrainingBall} with its defaults filled in. */
export type Ball = Required<TrainingBall>;

/**
 * Fills in the defaults of a ball and checks it.
 *
 * @param ball - as it was given
 * @returns the whole of it
 * @throws InterpError `bad-option`
 */
export const ballOf = ({ epsilon, norm = linf, bounds = [-1, 1], ramp = 2 }: TrainingBall): Ball => {
  checkNumber('epsilon', epsilon, { above: 0 });
  checkNumber('ramp', ramp, { min: 0 });
  checkNorm(norm);
  checkList('bounds', bounds, { length: 2, numbers: true });
  const [low, high] = bounds;
  if (!(low < high)) throw new InterpError('bad-option', `bounds are [${low}, ${high}]; expected the lower one first`);
  return { epsilon, norm, bounds, ramp };
};

/**
 * The radius of a ball at some time of a training.
 *
 * @param ball - the ball
 * @param epochs - epochs done
 * @returns its radius then, in units of the input
 */
export const radiusAt = ({ epsilon, ramp }: Pick<Ball, 'epsilon' | 'ramp'>, epochs: number): number =>
  epochs >= ramp ? epsilon : (epsilon * epochs) / ramp;

/**
 * The numbers of a ball, for a checkpoint to notice others.
 *
 * @param ball - the ball
 * @returns plain values
 */
export const ballSettings = ({ epsilon, norm, bounds: [low, high], ramp }: Ball): Record<string, number | string> => ({
  epsilon,
  norm: norm.name,
  low,
  high,
  ramp,
});
