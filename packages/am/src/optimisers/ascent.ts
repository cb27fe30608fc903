import type { Optimizer } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';

/** One step of an ascent; the tensors belong to the caller. */
export interface AscentStep {
  /** What to add to the points, of their shape. */
  readonly change: tf.Tensor;
  /** What the next call is to be given as `state`. */
  readonly state: readonly tf.Tensor[];
}

/**
 * What turns gradients into steps, uphill: {@link plain}, {@link momentum}, {@link adam} or one of your own. It holds no state itself,
 * so that one value serves any number of batches, and it treats each point of a batch apart from the others.
 */
export interface Ascent {
  /** The state before the first step, of points `[n, ...shape]`, borrowed: tensors whose first dimension is n, owned by the caller. */
  start(points: tf.Tensor): readonly tf.Tensor[];
  /**
   * One step. Called inside `tf.tidy`.
   *
   * @param gradient - uphill, `[n, ...shape]`; borrowed
   * @param state - what `start` or the last step gave; borrowed
   * @param count - steps done before this one, from 0
   */
  step(gradient: tf.Tensor, state: readonly tf.Tensor[], count: number): AscentStep;
}

/** An optimizer of trainings, whose changes are added rather than subtracted. */
export const uphill = (optimizer: Optimizer, rate: number): Ascent => ({
  start: (points) => optimizer.slots.map(() => tf.zerosLike(points)),
  step: (gradient, state, count) => {
    const { change, slots } = optimizer.change(gradient, state, { rate, step: count + 1 });
    return { change, state: slots };
  },
});
