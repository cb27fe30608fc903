import type { CheckpointArray } from '@interp/training';
import { hostValues, loopsAreFree } from '@interp/core/internal';
import { copyOf, valuesOf, weightArrays, weightValues, writeWeights } from '@interp/training/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** An exponential moving average of a network's weights. */
export interface MovingAverage {
  /** Updates the average with the current weights; inside a `tf.tidy`. */
  follow(step: number): void;
  /** Runs work while the network has the averaged weights, then restores its own. */
  within<T>(work: () => Promise<T>): Promise<T>;
  /** Replaces the network's weights by the average. */
  settle(): Promise<void>;
  /** The average as arrays. */
  arrays(): Promise<readonly CheckpointArray[]>;
  /** Checks the arrays of {@link MovingAverage.arrays} (InterpError `bad-file`); returns a function that restores them. */
  restored(arrays: readonly CheckpointArray[]): () => void;
  /** Disposes of the average, not of the model. */
  dispose(): void;
}

const group = 'average';

/** A copy with memory of its own, which can be changed in place where loops over values are free. */
const copied = (weight: tf.Tensor): tf.Tensor => tf.mul(weight, 1);

/** kept · average + (1 - kept) · weight in place, with the bits of the separate operations. */
const followInPlace = (average: Float32Array, weight: Float32Array, kept: number): void => {
  const [own, others] = [Math.fround(kept), Math.fround(1 - kept)];
  for (let i = 0; i < average.length; i++)
    average[i] = Math.fround(Math.fround(average[i] * own) + Math.fround(weight[i] * others));
};

/**
 * An exponential moving average (Yazıcı et al. 2019): average ← d · average + (1 - d) · weights after each step, d being the decay, or
 * less at first, (1 + step) / (10 + step), so that the initial weights are soon forgotten.
 *
 * @param model - the model whose weights are averaged, frozen ones included; borrowed
 * @param decay - the decay, from 0 (no average) to below 1
 * @returns the average, which owns its tensors
 */
export const movingAverage = (model: LayersModel, decay: number): MovingAverage => {
  const { weights } = model;
  const averages = weights.map((weight) => tf.keep(copied(weight.read())));
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
        if (loopsAreFree()) followInPlace(hostValues(averages[i]), hostValues(weight.read()), kept);
        else replace(i, tf.add(tf.mul(averages[i], kept), tf.mul(weight.read(), 1 - kept)));
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
          replace(i, tf.tensor(one.slice(), weights[i].shape as number[]));
        });
      };
    },
    dispose: () => {
      tf.dispose(averages);
    },
  };
};
