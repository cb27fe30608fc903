import type { LabelledImages, Random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { augment, type Augmentation } from './augment.js';

/** Images to train on and their classes. */
export interface TrainingBatch {
  /** `[n, ...inputShape]`, the caller's. */
  readonly x: tf.Tensor;
  /** The class of each. */
  readonly labels: Int32Array;
}

/**
 * Some of the training images as a batch, moved at random where that is asked for.
 *
 * @param data - the training images
 * @param indices - which
 * @param moves - the stream that the moves are drawn from
 * @param augmentation - how far, if at all
 * @returns the batch
 */
export const trainingBatch = async (
  data: LabelledImages,
  indices: Uint32Array,
  moves: Random,
  augmentation: Augmentation | undefined,
): Promise<TrainingBatch> => {
  const labels = Int32Array.from(indices, (index) => data.labels[index]);
  const x = data.images(indices);
  if (!augmentation) return { x, labels };
  const pixels = Float32Array.from(await x.data());
  x.dispose();
  const moved = augment(pixels, data.inputShape as [number, number, number], augmentation, moves);
  return { x: tf.tensor(moved, [indices.length, ...data.inputShape]), labels };
};
