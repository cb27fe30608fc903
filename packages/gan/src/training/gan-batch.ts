import type { LabelledImages, Random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { GanBatch } from './training-state.js';
import type { TrainGanSettings } from './train-options.js';

/** Steps of an epoch: whole batches only; what is left over of the images has its turn in another epoch's order. */
export const stepsPerEpoch = (size: number, { batch, discriminatorSteps }: TrainGanSettings): number =>
  Math.max(1, Math.floor(size / (batch * discriminatorSteps)));

/**
 * Images and latent codes of a step.
 *
 * @param data - the images; borrowed
 * @param order - the order of the epoch
 * @param at - which step of the epoch, from 0
 * @param latentSize - length of a latent code
 * @param numbers - the stream that latent codes are drawn from
 * @param settings - how the training goes
 * @returns tensors of the caller's
 */
export const ganBatch = (
  data: LabelledImages,
  order: Uint32Array,
  at: number,
  latentSize: number,
  numbers: Random,
  { batch, discriminatorSteps, penalty }: TrainGanSettings,
): GanBatch => {
  const n = Math.min(batch, data.size);
  const of = <T>(make: (k: number) => T): T[] => Array.from({ length: discriminatorSteps }, (_, k) => make(k));
  const first = (k: number): number => (at * discriminatorSteps + k) * n;
  return {
    real: of((k) => data.images(Uint32Array.from({ length: n }, (_, i) => order[(first(k) + i) % data.size]))),
    latent: of(() => tf.tensor2d(numbers.normals(n * latentSize), [n, latentSize])),
    mixes: penalty.at === 'interpolated' ? of(() => tf.tensor1d(numbers.uniforms(n))) : [],
  };
};
