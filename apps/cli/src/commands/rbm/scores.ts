import type { LabelledImages } from '@interp/core';
import { logDensity, type Rbm } from '@interp/rbm';
import * as tf from '@tensorflow/tfjs-core';
import { inChunks } from '../../inputs/images.js';
import type { Job } from '../../shell/job.js';

/**
 * Scores the first images of a set, some at a time.
 *
 * @param data - the images; borrowed
 * @param score - given a batch, which it borrows, one number each
 * @param n - how many images
 * @param label - what is being done
 * @param job - the command at work
 * @returns the scores, fewer than n after an interruption
 * @throws Interrupted where none is done
 */
export const scoresOf = async (
  data: LabelledImages,
  score: (images: tf.Tensor) => tf.Tensor,
  n: number,
  label: string,
  job: Job,
): Promise<Float32Array> => {
  const values = new Float32Array(n);
  const done = await inChunks(n, 500, label, job, async (from, to) => {
    const images = data.images(Uint32Array.from({ length: to - from }, (_, i) => from + i));
    const scores = score(images);
    values.set(await scores.data<'float32'>(), from);
    images.dispose();
    scores.dispose();
  });
  return values.subarray(0, done);
};

/** The mean of some numbers, summed in float64. */
export const meanOf = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** A number for each of the even images that are no digit. */
export interface OfEvenImages {
  /** Of the black one: nothing but background, -1 (0 for binary units). */
  readonly black: number;
  /** Of the grey one, 0 (0.5 for binary units). */
  readonly grey: number;
  /** Of the white one: nothing but stroke, 1. */
  readonly white: number;
}

/**
 * Reads a score of the three even images.
 *
 * @param rbm - the RBM whose images they are; borrowed
 * @param score - given `[3, ...inputShape]`, one number each; its own log-density by default
 * @returns the three numbers
 */
export const ofEvenImages = (
  rbm: Rbm,
  score: (images: tf.Tensor) => tf.Tensor = (images) => logDensity(rbm, images),
): OfEvenImages => {
  const { inputShape, variant } = rbm;
  const [black, grey, white] = tf.tidy(() => {
    const values = variant.continuous ? [-1, 0, 1] : [0, 0.5, 1];
    return score(tf.stack(values.map((value) => tf.fill([...inputShape], value)))).dataSync<'float32'>();
  });
  return { black, grey, white };
};
