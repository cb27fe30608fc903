import { predictedClasses, type Classifier } from '@interp/core';
import { checkBatch, probabilitiesOf } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';

/** What a classifier takes an image for. */
export interface Prediction {
  /** The class. */
  readonly class: number;
  /** How sure it is of that class. */
  readonly probability: number;
}

/**
 * What a classifier takes images for, 500 at a time.
 *
 * @param classifier - the classifier; borrowed
 * @param images - `[n, ...inputShape]`; borrowed
 * @throws InterpError `bad-shape` for images that it does not take
 */
export const predictionsOf = (classifier: Classifier, images: tf.Tensor): readonly Prediction[] => {
  checkBatch({ inputShape: classifier.inputShape }, images);
  return Array.from({ length: Math.ceil(images.shape[0] / 500) }, (_, chunk) =>
    tf.tidy(() => {
      const from = chunk * 500;
      const some = tf.slice(images, from, Math.min(500, images.shape[0] - from));
      const logits = classifier.logits(some);
      const best = tf.max(probabilitiesOf(logits, classifier.probabilities), 1).dataSync<'float32'>();
      return Array.from(predictedClasses(logits), (one, i) => ({ class: one, probability: best[i] }));
    }),
  ).flat();
};
