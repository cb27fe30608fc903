import * as tf from '@tensorflow/tfjs-core';
import { checkedClassifier } from '../checked-contracts.js';
import { checkBatch } from '../checks/classifiers.js';
import type { Classifier } from '../contracts.js';
import { predictedClasses } from './predicted-classes.js';
import type { Prediction } from './predictions.js';
import { predictedLabels, probabilitiesOf } from './probabilities.js';

/** What a classifier says of an image. */
export interface Classification extends Prediction {
  /** The classes with a probability over one half, of a classifier that decides each class by itself. */
  readonly labels?: readonly number[];
  /** The probability of each class. */
  readonly probabilities: Float32Array;
  /** The logit of each class. */
  readonly logits: Float32Array;
}

/**
 * Classifies images, in one pass.
 *
 * @param classifier - any classifier
 * @param x - images, `[n, ...inputShape]`, of any values; borrowed
 * @returns for each image the predicted class, and the probability and the logit of every class
 * @throws InterpError `bad-shape` for images that it does not take, `bad-option` for what is no classifier or has no probabilities,
 *   `not-finite` for scores that are none
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { classifier, classify } from '@interp/core';
 *
 * const net = classifier((x) => tf.matMul(x, tf.tensor2d([[1, 0], [3, 0], [0, 1]])), { inputShape: [3], classes: 2 });
 * const [{ class: predicted, probability, logits }] = classify(net, tf.tensor2d([[1, 1, 1]]));
 * console.log(predicted, probability.toFixed(3), [...logits]); // 0 0.953 [ 4, 1 ]
 * ```
 */
export const classify = (classifier: Classifier, x: tf.Tensor): readonly Classification[] => {
  const net = checkedClassifier(classifier);
  const { inputShape, classes, probabilities: kind } = net;
  checkBatch({ inputShape }, x);
  return tf.tidy(() => {
    const scores = net.logits(x);
    const predicted = predictedClasses(scores);
    const [logits, probabilities] = [scores, probabilitiesOf(scores, kind)].map((all) => all.dataSync<'float32'>());
    return Array.from(predicted, (best, i) => {
      const [from, to] = [i * classes, (i + 1) * classes];
      const own = logits.slice(from, to);
      return {
        class: best,
        probability: probabilities[from + best],
        ...(kind === 'sigmoid' && { labels: predictedLabels(own) }),
        probabilities: probabilities.slice(from, to),
        logits: own,
      };
    });
  });
};
