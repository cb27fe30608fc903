import { type Classifier, random } from '@interp/core';
import { checkBatch, checkChoice } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { startRows } from '../start-rows.js';

/**
 * Where an ascent begins: at noise, evenly spread over the classifier's bounds (thesis 3.1); at a blank image, 0 everywhere,
 * which is grey; or at images `[k, ...inputShape]`, one for all classes, one for each class, or several for one class.
 */
export type Start = 'random' | 'blank' | tf.Tensor;

/** Which starts {@link startImages} makes. */
export interface StartImagesOptions {
  /** Where the ascents begin. */
  readonly start: Start;
  /** The class of each prototype. */
  readonly classes: readonly number[];
  /** Starts of each prototype. */
  readonly restarts: number;
  /** Lowest and highest value of noise. */
  readonly bounds: readonly [low: number, high: number];
  /** Seed of noise: a class and restart begin at the same noise whatever other classes are asked for. */
  readonly seed: number;
}

const noise = (
  { inputShape, classes: all }: Classifier,
  { classes, restarts, bounds, seed }: StartImagesOptions,
): tf.Tensor => {
  const [low, high] = bounds.every(Number.isFinite) ? bounds : [-1, 1];
  const size = inputShape.reduce((product, length) => product * length, 1);
  const stream = random(seed);
  const streams = Array.from({ length: all }, () => stream.split());
  const values = new Float32Array(classes.length * restarts * size);
  classes.forEach((wanted, i) => values.set(streams[wanted].uniforms(restarts * size, low, high), i * restarts * size));
  return tf.tensor(values, [classes.length * restarts, ...inputShape]);
};

/**
 * The first images of all runs; the restarts of a prototype follow one another.
 *
 * @param classifier - says shape and number of classes
 * @param options - start, classes, restarts, seed
 * @returns `[classes.length * restarts, ...inputShape]`, which belongs to the caller
 * @throws InterpError `bad-option` for an unknown start, `bad-shape` or `bad-value` for images that
 *   do not fit
 */
export const startImages = (classifier: Classifier, options: StartImagesOptions): tf.Tensor => {
  const { start, classes, restarts } = options;
  const runs = classes.length * restarts;
  if (start === 'random') return noise(classifier, options);
  if (start === 'blank') return tf.zeros([runs, ...classifier.inputShape]);
  if (typeof start !== 'object') checkChoice('the start', start, ['random', 'blank'], 'a tensor of images');
  checkBatch(classifier, start);
  return startRows(start, classes, restarts);
};
