import { checkedBy, InterpError, shownValue, type DefaultedRule } from '@interp/checks';
import type { Random } from '@interp/core';

/** A step of several images, in plain arrays one after the other. */
export interface NormStep {
  /** The original images, the centres of the balls. */
  readonly originals: Float32Array;
  /** A gradient for each image. */
  readonly gradients: Float32Array;
  /** Length of the step, in units of the input. */
  readonly stepSize: number;
  /** The ball's radius, in units of the input. */
  readonly epsilon: number;
  /** Lowest and highest value of an image. */
  readonly bounds: readonly [low: number, high: number];
}

/**
 * A norm of perturbations, with its steepest direction and the projection onto its ball. A value that
 * attacks take: {@link linf}, {@link l2}, {@link l1}, or your own. All numbers are in units of the input.
 */
export interface Norm {
  /** Its name. */
  readonly name: string;
  /**
   * The length of a perturbation.
   *
   * @param r - one image's perturbation
   * @returns its norm
   */
  length(r: ArrayLike<number>): number;
  /**
   * Writes the steepest step of length 1: the sign of the gradient, or the normalised gradient.
   *
   * @param gradient - one image's gradient
   * @param out - receives the step; zeros if the gradient is zero
   */
  direction(gradient: Float32Array, out: Float32Array): void;
  /**
   * Moves a perturbation to the nearest point of the ball around 0, in place.
   *
   * @param r - one image's perturbation
   * @param epsilon - the ball's radius
   */
  project(r: Float32Array, epsilon: number): void;
  /**
   * `direction`, `project` and clipping to the bounds in one pass over several images, with the same result.
   * Optional.
   *
   * @param images - the current images, changed in place
   * @param step - originals, gradients and lengths
   * @returns false if the backend does not support it; the images are then unchanged
   */
  step?(images: Float32Array, step: NormStep): boolean;
  /**
   * A point drawn uniformly from the ball around 0.
   *
   * @param stream - the source of random numbers
   * @param size - values of an image
   * @param epsilon - the ball's radius
   * @returns the point
   */
  random(stream: Random, size: number, epsilon: number): Float32Array;
}

/**
 * The rule for an option that is a norm. JavaScript callers may give its name instead of its value.
 *
 * @param fallback - the norm where none is given
 * @returns the rule
 */
export const normOption = (fallback: Norm): DefaultedRule<Norm> =>
  checkedBy(
    (name, value) => {
      if (typeof (value as Partial<Norm> | null)?.project !== 'function')
        throw new InterpError('bad-option', `${name} is ${shownValue(value)}; expected the value linf, l2 or l1`);
    },
    { default: fallback },
  );
