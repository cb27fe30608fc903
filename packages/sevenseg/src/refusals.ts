import { checkReturned } from '@interp/core/internal';
import { checkGivenFunction, checkNumber, InterpError } from '@interp/checks';
import type { Density } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { allStates, digitStates } from './segments.js';

/**
 * Decides for each image of a batch (borrowed) whether it is novel. With a detector of `@interp/rbm`:
 * `async (images) => (await detector.detect(images)).novel`.
 */
export type NoveltyTest = (images: tf.Tensor) => readonly boolean[] | Promise<readonly boolean[]>;

/** The states that a novelty test refuses and accepts. */
export interface Refusals {
  /** The states that it refuses. */
  readonly refused: readonly number[];
  /** The states that it accepts. */
  readonly accepted: readonly number[];
  /** The digits, 0 to 9, that it refuses. */
  readonly refusedDigits: readonly number[];
}

/**
 * A novelty test by a density: images with a log-density below a threshold are refused.
 *
 * @param density - an expert; borrowed
 * @param threshold - the lowest accepted log-density, in nats
 * @returns the test
 * @throws InterpError `bad-option` for a threshold that is not a number
 */
export const belowDensity = (density: Density, threshold: number): NoveltyTest => {
  checkNumber('threshold', threshold);
  return (images) => {
    const scores = density.logDensity(images);
    const values = scores.dataSync<'float32'>();
    scores.dispose();
    return Array.from(values, (value) => !(value >= threshold));
  };
};

/**
 * Applies a novelty test to the images, to answer "no digit", which the thesis' network cannot (section 4.1).
 *
 * @param images - as `segmentImages` draws them, `[n, ...]`; borrowed
 * @param novel - the novelty test
 * @param states - the state of each image. Default all 128 in order
 * @returns states refused and accepted, and which digits are among the refused
 * @throws InterpError `bad-shape` for another number of images or results than states
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { refusals, segmentImages } from '@interp/sevenseg';
 *
 * const images = segmentImages();
 * const ink = (x: tf.Tensor) => Array.from(tf.mean(x, [1, 2, 3]).dataSync(), (mean) => mean < -0.9);
 * const { refused } = await refusals(images, ink);
 * console.log(refused); // [ 0, 1, 2, 4, … ]: too little ink for a digit
 * images.dispose();
 * ```
 */
export const refusals = async (
  images: tf.Tensor,
  novel: NoveltyTest,
  states: readonly number[] = allStates,
): Promise<Refusals> => {
  checkReturned('the images', images, [null, null, null, null]);
  checkGivenFunction('the novelty test', novel, 'a function of images');
  if (images.shape[0] !== states.length)
    throw new InterpError(
      'bad-shape',
      `there are ${images.shape[0]} images for ${states.length} states; expected one image for each state`,
    );
  const novelties = await novel(images);
  if (novelties.length !== states.length)
    throw new InterpError(
      'bad-shape',
      `the novelty test gave ${novelties.length} verdicts for ${states.length} images; expected one for each`,
    );
  const refused = states.filter((_, i) => novelties[i]);
  return {
    refused,
    accepted: states.filter((_, i) => !novelties[i]),
    refusedDigits: digitStates.flatMap((state, digit) => (refused.includes(state) ? [digit] : [])),
  };
};
