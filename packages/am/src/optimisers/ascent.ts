import type { Tensor } from '@tensorflow/tfjs-core';

/** One step of an ascent. */
export interface AscentStep {
  /** What to add to the points, of their shape. */
  readonly change: Tensor;
  /** What the next call is to be given as `state`. */
  readonly state: readonly Tensor[];
}

/**
 * What turns gradients into steps, uphill: {@link plain}, {@link momentum}, {@link adam} or one of your own. It holds no state itself,
 * so that one value serves any number of batches, and it treats each point of a batch apart from the others.
 */
export interface Ascent {
  /**
   * The state before the first step.
   *
   * @param points - where the ascent starts, `[n, ...shape]`; borrowed
   * @returns tensors whose first dimension is n, which belong to the caller
   */
  start(points: Tensor): readonly Tensor[];
  /**
   * One step. Called inside `tf.tidy`.
   *
   * @param gradient - uphill, `[n, ...shape]`; borrowed
   * @param state - what `start` or the last step gave; borrowed
   * @param count - steps done before this one, from 0
   * @returns the change and the next state, which belong to the caller
   */
  step(gradient: Tensor, state: readonly Tensor[], count: number): AscentStep;
}
