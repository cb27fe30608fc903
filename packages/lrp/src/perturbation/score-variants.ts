import type { Classifier } from '@interp/core';
import { sizeOfShape } from '@interp/core/internal';
import { scoreValues, type ScoreOptions } from '@interp/targets';
import * as tf from '@tensorflow/tfjs-core';

/** A changed image: its values, valid until the next variant is requested, and the original image. */
export interface Variant {
  /** The values, flat; borrowed. */
  readonly values: Float32Array;
  /** Which image it comes from. */
  readonly image: number;
}

const selectClasses = (classes: ScoreOptions['target'], images: readonly number[]): number[] | number | undefined =>
  classes === undefined || typeof classes === 'number' ? classes : images.map((image) => classes[image]);

/**
 * Scores of many variants of images, some at a time.
 *
 * @param classifier - gives the logits
 * @param variants - the variants, in order
 * @param options - score and classes, a class for each image
 * @param batchSize - variants in one pass
 * @returns one score per variant
 */
export const scoreVariants = (
  classifier: Classifier,
  variants: Iterable<Variant>,
  options: ScoreOptions,
  batchSize: number,
): number[] => {
  const size = sizeOfShape(classifier.inputShape);
  const buffer = new Float32Array(batchSize * size);
  const scores: number[] = [];
  let images: number[] = [];
  const flush = (): void => {
    if (images.length === 0) return;
    const own = {
      ...options,
      target: selectClasses(options.target, images),
      versus: selectClasses(options.versus, images),
    };
    const values = tf.tidy(() => {
      const x = tf.tensor(buffer.slice(0, images.length * size), [images.length, ...classifier.inputShape]);
      return scoreValues(classifier.logits(x), own);
    });
    for (const value of values) scores.push(value);
    images = [];
  };
  for (const { values, image } of variants) {
    buffer.set(values, images.length * size);
    images.push(image);
    if (images.length === batchSize) flush();
  }
  flush();
  return scores;
};
