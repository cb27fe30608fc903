import { predictedClasses, type Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { UsageError } from '../../shell/failure.js';
import { withClassifier } from '../../models/classifier.js';

/** What another network says of a prototype. */
export interface Verdict {
  /** Which network. */
  readonly name: string;
  /** The class that it sees. */
  readonly class: number;
  /** How sure it is of that class. */
  readonly probability: number;
}

/** Says of images what it sees; they are borrowed. */
export type Judge = (images: tf.Tensor) => readonly Verdict[];

const judgeOf =
  (name: string, network: Classifier): Judge =>
  (images) =>
    tf.tidy(() => {
      const logits = network.logits(images);
      const probabilities = tf.softmax(logits).dataSync<'float32'>();
      return Array.from(predictedClasses(logits), (best, i) => ({
        name,
        class: best,
        probability: probabilities[i * network.classes + best],
      }));
    });

const fits = (network: Classifier, classifier: Classifier): boolean =>
  network.classes === classifier.classes && tf.util.arraysEqual([...network.inputShape], [...classifier.inputShape]);

const shapeOf = ({ inputShape, classes }: Classifier): string => `[${inputShape.join(', ')}] to ${classes} classes`;

/** What the options say of the network that the prototypes are made for, and of the one that judges them. */
export interface JudgeOptions {
  /** What the prototypes are made for. */
  readonly model: string;
  /** Who judges; nothing for the other one of the two networks that ship. */
  readonly judge?: string;
}

/**
 * Opens the network that says what the prototypes are: one trained apart from the one that they are made for. Without being told it
 * is `lenet-relu`, or for prototypes of that `lenet`; a network of other images or classes judges its prototypes itself.
 *
 * @param options - names of both
 * @param classifier - what the prototypes are made for; borrowed
 * @param work - what is done with the judge
 * @returns what the work gives
 * @throws UsageError for a judge that was asked for and takes other images or knows other classes
 */
export const withJudge = async <Result>(
  { model, judge }: JudgeOptions,
  classifier: Classifier,
  work: (judge: Judge) => Promise<Result>,
): Promise<Result> => {
  const name = judge ?? (model === 'lenet-relu' ? 'lenet' : 'lenet-relu');
  return withClassifier(name, async (network) => {
    if (fits(network, classifier)) return work(judgeOf(name, network));
    if (judge === undefined) return work(judgeOf(model, classifier));
    throw new UsageError(
      `--judge takes ${shapeOf(network)} and the model ${shapeOf(classifier)}; expected a judge of the same images and classes`,
    );
  });
};
