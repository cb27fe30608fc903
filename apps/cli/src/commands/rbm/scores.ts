import type { LabelledImages } from '@interp/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { CommonOptions } from '../../shell/common-options.js';
import { inChunks } from '../../shell/in-chunks.js';
import type { Job } from '../../shell/job.js';

const chunk = 500;

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
  job: Job<CommonOptions>,
): Promise<Float32Array> => {
  const values = new Float32Array(n);
  const done = await inChunks(n, chunk, label, job, async (from, to) => {
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
