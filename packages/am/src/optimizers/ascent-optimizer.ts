import type { Optimizer } from '@interp/training';
import * as tf from '@tensorflow/tfjs-core';

/** One step of an ascent; the tensors belong to the caller. */
export interface AscentStep {
  /** What to add to the points, of their shape. */
  readonly change: tf.Tensor;
  /** The `state` of the next call. */
  readonly state: readonly tf.Tensor[];
}

/**
 * An optimiser for gradient ascent: {@link plain}, {@link momentum}, {@link adam} or your own. It is stateless,
 * so that one value serves any number of batches, and the points of a batch are independent.
 */
export interface AscentOptimizer {
  /** The state before the first step, of points `[n, ...shape]`, borrowed: tensors whose first axis has length n, owned by the caller. */
  start(points: tf.Tensor): readonly tf.Tensor[];
  /**
   * One step. Called inside `tf.tidy`.
   *
   * @param gradient - uphill, `[n, ...shape]`; borrowed
   * @param state - the state from `start` or the last step; borrowed
   * @param count - steps done before this one, from 0
   */
  step(gradient: tf.Tensor, state: readonly tf.Tensor[], count: number): AscentStep;
}

/** Turns an optimiser for training into one for ascent: its changes are added rather than subtracted. */
export const uphill = (optimizer: Optimizer, rate: number): AscentOptimizer => ({
  start: (points) => optimizer.slots.map(() => tf.zerosLike(points)),
  step: (gradient, state, count) => {
    const { change, slots } = optimizer.change(gradient, state, { rate, step: count + 1 });
    return { change, state: slots };
  },
});
