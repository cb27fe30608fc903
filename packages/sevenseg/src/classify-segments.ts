import { checkList, InterpError } from '@interp/checks';
import { type Classifier, predictedClasses } from '@interp/core';
import { checkBatch, checkedClassifier, probabilitiesOf } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { allStates, segmentsOf } from './segments.js';

/** The prediction for one seven-segment image. */
export interface SegmentAnswer {
  /** The state, 0 to 127. */
  readonly state: number;
  /** The letters of the segments that are lit. */
  readonly segments: string;
  /** The predicted class. */
  readonly class: number;
  /** Its probability. */
  readonly probability: number;
  /** The probability of every class. */
  readonly probabilities: readonly number[];
}

/**
 * Classifies seven-segment images. The classifier must assign one of its classes to each, because it cannot answer "no
 * digit" (thesis, 4.1).
 *
 * @param classifier - any classifier
 * @param images - as `segmentImages` draws them, `[n, ...inputShape]`; borrowed
 * @param states - the state of each image. Default all 128 in order
 * @returns one prediction per image
 * @throws InterpError `bad-shape` for another number of images than states and for images that the classifier cannot take,
 * `not-finite` for a probability that is not a number
 *
 * @example
 * ```ts
 * import { classifier } from '@interp/core';
 * import { classifySegments, segmentImages } from '@interp/sevenseg';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 *
 * const model = sequential({
 *   layers: [layers.flatten({ inputShape: [28, 28, 1] }), layers.dense({ units: 10 })],
 * });
 * const images = segmentImages();
 * const answers = classifySegments(classifier(model), images);
 * console.log(answers[7]); // { state: 7, segments: 'abc', class: …, probability: …, probabilities: […] }
 * images.dispose();
 * ```
 */
export const classifySegments = (
  classifier: Classifier,
  images: tf.Tensor,
  states: readonly number[] = allStates,
): SegmentAnswer[] => {
  checkList('states', states, { numbers: true });
  const net = checkedClassifier(classifier);
  checkBatch(net, images);
  if (images.shape[0] !== states.length)
    throw new InterpError(
      'bad-shape',
      `there are ${images.shape[0]} images for ${states.length} states; expected one image for each state`,
    );
  return tf.tidy(() => {
    const logits = net.logits(images);
    const best = predictedClasses(logits);
    const all = probabilitiesOf(logits, net.probabilities).dataSync<'float32'>();
    const { classes } = net;
    return states.map((state, i) => {
      const probabilities = Array.from(all.subarray(i * classes, (i + 1) * classes));
      return { state, segments: segmentsOf(state), class: best[i], probability: probabilities[best[i]], probabilities };
    });
  });
};
