import type * as tf from '@tensorflow/tfjs-core';
import type { Step } from './step.js';

/** The output of affine steps at both ends of a path, in double precision. */
export interface ExactEnds {
  /** For the start. */
  readonly start: Float64Array;
  /** For the image of this number. */
  readonly end: (image: number) => Float64Array;
}

/**
 * Runs affine steps at both ends of a path; for an image, on first use.
 *
 * @param steps - the steps
 * @param start - `[1, ...inputShape]`; borrowed
 * @param images - `[n, ...inputShape]`; borrowed
 * @returns the outputs
 */
export const exactEnds = (steps: readonly Step[], start: tf.Tensor, images: tf.Tensor): ExactEnds => {
  const [from, to] = [start.dataSync<'float32'>(), images.dataSync<'float32'>()];
  const run = (x: Float32Array): Float64Array =>
    steps.reduce<Float64Array>((y, step) => step.forward(y), new Float64Array(x));
  const ends = new Map<number, Float64Array>();
  return {
    start: run(from),
    end: (image) => {
      const end = ends.get(image) ?? run(to.subarray(image * from.length, (image + 1) * from.length));
      ends.set(image, end);
      return end;
    },
  };
};
