import * as tf from '@tensorflow/tfjs-core';
import { checkBatch } from '../checks/classifiers.js';
import type { Classifier } from '../contracts.js';
import { probabilitiesOf } from './probabilities.js';
import { predictedClasses } from './predicted-classes.js';

/** What a classifier takes an image for. */
export interface Prediction {
  /** The class that it finds most probable. */
  readonly class: number;
  /** The probability that it gives to that class. */
  readonly probability: number;
}

/** Images at a time. */
const batch = 500;

/**
 * What a classifier takes images for, 500 at a time.
 *
 * @param classifier - the classifier; borrowed
 * @param images - `[n, ...inputShape]`; borrowed
 * @returns one prediction per image
 * @throws InterpError `bad-shape` for images that it does not take, `bad-option` for one without probabilities
 */
export const predictionsOf = (classifier: Classifier, images: tf.Tensor): readonly Prediction[] => {
  checkBatch({ inputShape: classifier.inputShape }, images);
  return Array.from({ length: Math.ceil(images.shape[0] / batch) }, (_, i) =>
    tf.tidy(() => {
      const logits = classifier.logits(tf.slice(images, i * batch, Math.min(batch, images.shape[0] - i * batch)));
      const best = tf.max(probabilitiesOf(logits, classifier.probabilities), 1).dataSync<'float32'>();
      return Array.from(predictedClasses(logits), (one, k) => ({ class: one, probability: best[k] }));
    }),
  ).flat();
};
