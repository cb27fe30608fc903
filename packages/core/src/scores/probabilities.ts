import { InterpError } from '@interp/checks';
import * as tf from '@tensorflow/tfjs-core';

/**
 * How logits become probabilities: by the `softmax` over all classes, of which one is right; by the `sigmoid` of each class by itself,
 * several of which may be right, or none; or, with `none`, not at all: values such as those of a regression.
 */
export type Probabilities = 'softmax' | 'sigmoid' | 'none';

/** Refuses values that have no probabilities. Throws InterpError `bad-option`. */
export const checkProbabilities = (kind: Probabilities | undefined, wanted: string): void => {
  if (kind === 'none')
    throw new InterpError(
      'bad-option',
      `the classifier returns values without probabilities, as a regression, and ${wanted} asks for probabilities; use "logit", the value, as score or objective, or say by returns what the model returns`,
    );
};

/** The logistic function in float64: the probability of a class that is decided by itself. */
export const logistic = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** The classes that are predicted where each is decided by itself: those with a probability over one half, a logit over 0. */
export const predictedLabels = (logits: Float32Array): number[] =>
  Array.from(logits.keys()).filter((c) => logits[c] > 0);

/**
 * The probabilities of logits.
 *
 * @param logits - `[n, classes]`; borrowed
 * @param kind - how they become probabilities, {@link Classifier.probabilities}
 * @returns `[n, classes]`, owned by the caller; rows sum to 1 for `softmax` only
 * @throws InterpError `bad-option` for values that have no probabilities
 */
export const probabilitiesOf = (logits: tf.Tensor2D, kind: Probabilities = 'softmax'): tf.Tensor2D => {
  checkProbabilities(kind, 'what is wanted');
  return kind === 'sigmoid' ? tf.sigmoid(logits) : tf.softmax(logits);
};
