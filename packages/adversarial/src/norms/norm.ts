import { InterpError, type Random } from '@interp/core';
import { checkedBy, shownValue, type DefaultedRule } from '@interp/core/internal';

/** A step of several images at once, given as plain arrays in which they lie side by side. */
export interface NormStep {
  /** The images that the ball is around. */
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
 * How large a perturbation of one image is, and what follows from that: which direction is steepest, what lies within a ball. A value
 * that attacks are given: {@link linf}, {@link l2}, {@link l1}, or one of your own. All numbers are in units of the input.
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
   * The steepest step of length 1: the sign of the gradient, or the gradient over its length.
   *
   * @param gradient - one image's gradient
   * @param out - where the step is written; zeros where the gradient is zero
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
   * `direction`, `project` and clipping to the bounds in one pass over several images, with the same result. Missing where a norm has
   * none.
   *
   * @param images - where they are now, moved in place
   * @param step - their originals and gradients, and how far
   * @returns false where the backend cannot do it, and nothing has moved
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
 * The rule for an option that is a norm. Callers without types may give its name in place of its value.
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
