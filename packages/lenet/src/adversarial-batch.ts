import { InterpError, isInterpError } from '@interp/checks';
import type { Classifier } from '@interp/core';
import type { AdversarialContext, AdversarialTraining } from '@interp/training';
import * as tf from '@tensorflow/tfjs-core';
import type { Loss } from './losses.js';
import type { Labels } from './training-data.js';

/** The batch of one step of adversarial training; the tensors belong to a surrounding `tf.tidy`. */
export interface AdversarialBatch {
  /** The model's input: the adversarial examples, or images and examples concatenated. */
  readonly x: tf.Tensor;
  /** The loss of its logits. */
  readonly loss: Loss;
  /** Splits the logits into those of the images and those of the examples. */
  readonly split: (logits: tf.Tensor2D) => { readonly clean: tf.Tensor2D; readonly adversarial: tf.Tensor2D };
}

const examplesOf = (
  training: AdversarialTraining,
  classifier: Classifier,
  x: tf.Tensor,
  labels: Labels,
  context: AdversarialContext,
): tf.Tensor => {
  try {
    return training.examples(classifier, x, labels, context);
  } catch (error) {
    if (!isInterpError(error) || error.code !== 'not-finite') throw error;
    throw new InterpError(
      'not-finite',
      `after ${context.epochs.toFixed(2)} epochs the network can no longer be attacked (${error.message}); train again at a lower rate; the last checkpoint stays as it is`,
      { cause: error },
    );
  }
};

/**
 * Makes the adversarial batch from images.
 *
 * @param training - the method that makes the examples
 * @param loss - the training's loss, used if the method has none
 * @param classifier - the current network
 * @param x - the images; borrowed
 * @param labels - their classes, one each or all
 * @param context - when, and the source of random numbers
 * @returns input, loss, and a function that splits the logits
 * @throws InterpError `not-finite` where the network gives no numbers any more, and what making the examples throws
 */
export const adversarialBatch = (
  training: AdversarialTraining,
  loss: Loss,
  classifier: Classifier,
  x: tf.Tensor,
  labels: Labels,
  context: AdversarialContext,
): AdversarialBatch => {
  const examples = examplesOf(training, classifier, x, labels, context);
  const isOfEach = classifier.probabilities === 'sigmoid' && training.lossOfEachClass !== undefined;
  const own = isOfEach ? training.lossOfEachClass : training.loss;
  if (!own) {
    const clean = classifier.logits(x);
    return { x: examples, loss, split: (adversarial) => ({ clean, adversarial }) };
  }
  return {
    x: tf.concat([x, examples]),
    loss: { name: training.name, of: own },
    split: (logits) => {
      const [clean, adversarial] = tf.split(logits, 2) as [tf.Tensor2D, tf.Tensor2D];
      return { clean, adversarial };
    },
  };
};
