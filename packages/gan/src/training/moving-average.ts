import { arrayOf, type CheckpointArray } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { copyOf, weightName, writeWeight } from './trained-network.js';

/** An exponential moving average of a network's weights. */
export interface MovingAverage {
  /** Takes the weights as they are now into the average; inside a `tf.tidy`. */
  follow(step: number): void;
  /** Runs work with the average in the network's place, which then has its own weights again. */
  within<T>(work: () => Promise<T>): Promise<T>;
  /** Leaves the average in the network for good. */
  settle(): Promise<void>;
  /** The average as arrays. */
  arrays(): Promise<readonly CheckpointArray[]>;
  /** What {@link MovingAverage.arrays} gave, checked (InterpError `bad-file`); returns what puts it in place. */
  restored(arrays: readonly CheckpointArray[]): () => void;
  /** Lets the average go; the model stays. */
  dispose(): void;
}

/**
 * An exponential moving average (Yazıcı et al. 2019): average ← d · average + (1 - d) · weights after each step, d being the decay, or
 * less at first, (1 + step) / (10 + step), so that the first weights are soon forgotten.
 *
 * @param model - whose weights, those that are not trained included; borrowed
 * @param decay - how much of the average stays at each step, from 0, which is no average at all, to below 1
 * @returns the average, which owns its tensors
 */
export const movingAverage = (model: LayersModel, decay: number): MovingAverage => {
  const { weights } = model;
  const averages = weights.map((weight) => tf.keep(tf.clone(weight.read())));
  const names = weights.map((weight, i) => weightName('average', i, weight));
  const set = (values: readonly Float32Array[]): void =>
    values.forEach((one, i) => {
      averages[i].dispose();
      averages[i] = tf.keep(tf.tensor(one, weights[i].shape as number[]));
    });
  const copies = (): Promise<Float32Array[]> => Promise.all(averages.map(copyOf));
  const write = (values: readonly Float32Array[]): void => values.forEach((one, i) => writeWeight(weights[i], one));
  return {
    follow: (step) => {
      const kept = Math.min(decay, (1 + step) / (10 + step));
      if (decay === 0) return;
      weights.forEach((weight, i) => {
        const next = tf.add(tf.mul(averages[i], kept), tf.mul(weight.read(), 1 - kept));
        averages[i].dispose();
        averages[i] = tf.keep(next);
      });
    },
    within: async (work) => {
      if (decay === 0) return work();
      const own = await Promise.all(weights.map((weight) => copyOf(weight.read())));
      write(await copies());
      try {
        return await work();
      } finally {
        write(own);
      }
    },
    settle: async () => {
      if (decay > 0) write(await copies());
    },
    arrays: async () => {
      if (decay === 0) return [];
      const values = await copies();
      return names.map((name, i) => ({ name, shape: weights[i].shape as number[], values: values[i] }));
    },
    restored: (arrays) => {
      if (decay === 0) return () => undefined;
      const kept = names.map((name, i) => arrayOf(arrays, name, averages[i].size));
      return () => set(kept);
    },
    dispose: () => {
      tf.dispose(averages);
    },
  };
};
