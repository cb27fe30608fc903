import type { Random } from '@interp/core';

/**
 * How large a perturbation of one image is, and what follows from that: which way is steepest, what lies within a ball. A value that
 * attacks are given: {@link linf}, {@link l2}, {@link l1}, or one of your own. All numbers are in units of the input.
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
   * The step of length 1 in which attacks of this norm go, given the slope: sign, or slope over its length.
   *
   * @param slope - one image's gradient
   * @param out - where the step is written; zeros where the slope is zero
   */
  direction(slope: Float32Array, out: Float32Array): void;
  /**
   * Moves a perturbation to the nearest point of the ball around 0, in place.
   *
   * @param r - one image's perturbation
   * @param epsilon - the ball's radius
   */
  project(r: Float32Array, epsilon: number): void;
  /**
   * A point drawn evenly from the ball around 0.
   *
   * @param stream - where randomness comes from
   * @param size - values of an image
   * @param epsilon - the ball's radius
   * @returns the point
   */
  random(stream: Random, size: number, epsilon: number): Float32Array;
}
