import { misclassified, targeted, type Criterion } from '@interp/adversarial';
import { predictedClasses, type Classifier } from '@interp/core';
import { checkClass } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Images } from '../../inputs/images.js';

/** What is wanted of images, and the classes that they are said to be. */
export interface AskedCriterion {
  /** What counts as success. */
  readonly criterion: Criterion;
  /** The class of each image: its label, or what the network takes it for. */
  readonly labels: readonly number[];
}

/**
 * What is wanted of some images: to leave their label where there is one, else what they are taken for; or to reach a target.
 *
 * @param classifier - the classifier
 * @param x - the images; borrowed
 * @param images - says their labels
 * @param from - the first of them
 * @param target - the class to be taken for
 * @returns the criterion
 */
export const criterionOf = (
  classifier: Classifier,
  x: tf.Tensor,
  images: Images,
  from: number,
  target: number | undefined,
): AskedCriterion => {
  if (target !== undefined) checkClass(classifier, target);
  const known = Array.from({ length: x.shape[0] }, (_, i) => images.label(from + i));
  const predicted = known.includes(undefined) ? tf.tidy(() => predictedClasses(classifier.logits(x))) : undefined;
  const labels = known.map((label, i) => label ?? predicted![i]);
  return { criterion: target === undefined ? misclassified(labels) : targeted(target, labels), labels };
};
