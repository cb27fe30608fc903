import {
  copyOf,
  valuesOf,
  weightArrays,
  weightValues,
  writeWeights,
  type CheckpointArray,
} from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** An exponential moving average of a network's weights. */
export interface MovingAverage {
  /** Takes the weights as they are now into the average; inside a `tf.tidy`. */
  follow(step: number): void;
  /** Runs work with the average in the network's place, which then has its own weights again. */
  within<T>(work: () => Promise<T>): Promise<T>;
  /** Puts the average into the network for good. */
  settle(): Promise<void>;
  /** The average as arrays. */
  arrays(): Promise<readonly CheckpointArray[]>;
  /** What {@link MovingAverage.arrays} gave, checked (InterpError `bad-file`); returns what puts it in place. */
  restored(arrays: readonly CheckpointArray[]): () => void;
  /** Disposes the average; the model stays. */
  dispose(): void;
}

const group = 'average';

/**
 * An exponential moving average (Yazıcı et al. 2019): average ← d · average + (1 - d) · weights after each step, d being the decay, or
 * less at first, (1 + step) / (10 + step), so that the initial weights are soon forgotten.
 *
 * @param model - whose weights, those that are not trained included; borrowed
 * @param decay - how much of the average stays at each step, from 0, which is no average at all, to below 1
 * @returns the average, which owns its tensors
 */
export const movingAverage = (model: LayersModel, decay: number): MovingAverage => {
  const { weights } = model;
  const averages = weights.map((weight) => tf.keep(tf.clone(weight.read())));
  const values = (): Promise<Float32Array[]> => Promise.all(averages.map(copyOf));
  const replace = (i: number, next: tf.Tensor): void => {
    averages[i].dispose();
    averages[i] = tf.keep(next);
  };
  return {
    follow: (step) => {
      if (decay === 0) return;
      const kept = Math.min(decay, (1 + step) / (10 + step));
      weights.forEach((weight, i) => {
        replace(i, tf.add(tf.mul(averages[i], kept), tf.mul(weight.read(), 1 - kept)));
      });
    },
    within: async (work) => {
      if (decay === 0) return work();
      const own = await weightValues(model);
      writeWeights(weights, await values());
      try {
        return await work();
      } finally {
        writeWeights(weights, own);
      }
    },
    settle: async () => {
      if (decay > 0) writeWeights(weights, await values());
    },
    arrays: async () => (decay > 0 ? weightArrays(group, weights, await values()) : []),
    restored: (arrays) => {
      if (decay === 0) return () => undefined;
      const kept = valuesOf(arrays, group, weights);
      return () => {
        kept.forEach((one, i) => {
          replace(i, tf.tensor(one, weights[i].shape as number[]));
        });
      };
    },
    dispose: () => {
      tf.dispose(averages);
    },
  };
};
