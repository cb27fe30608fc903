import type { Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { fit } from '../../models/pickers.js';
import { inputsOf, type LoadedModel } from '../../models/loaded-model.js';
import { predictionsOf, type Prediction } from '../../models/predictions.js';
import { UsageError } from '../../shell/failure.js';
import type { Job } from '../../shell/job.js';
import type { PrototypeOptions } from './options.js';

/** What another network says of a prototype. */
export interface JudgePrediction extends Prediction {
  /** Which network. */
  readonly name: string;
}

/** Says of images what it sees; they are borrowed. */
export type Judge = (images: tf.Tensor) => readonly JudgePrediction[];

const judgeBy =
  (name: string, network: LoadedModel, classifier: LoadedModel): Judge =>
  (images) =>
    tf.tidy(() => {
      const inputs = inputsOf(classifier, network, images.dataSync<'float32'>());
      return predictionsOf(network, tf.tensor(inputs, images.shape)).map((prediction) => ({ name, ...prediction }));
    });

/** Whether the classes of a model are called as the digits are, or not at all. */
const knowsDigits = ({ settings: { labels = [] } }: LoadedModel): boolean =>
  labels.every((label, digit) => label === String(digit));

const shapeOf = ({ inputShape, classes }: Classifier): string => `[${inputShape.join(', ')}] to ${classes} classes`;

/**
 * Opens the network that says what the prototypes are: one trained apart from the one that they are made for. By default it
 * is `lenet-relu`, or for prototypes of that `lenet`; a network of other images or classes judges its prototypes itself. It is given
 * the pictures in its own units.
 *
 * @throws UsageError for a judge that was asked for and takes other images or knows other classes
 */
export const withJudge = async <Value>(
  { model, judge }: Pick<PrototypeOptions, 'model' | 'judge'>,
  classifier: LoadedModel,
  job: Pick<Job, 'withClassifier'>,
  work: (judge: Judge) => Promise<Value>,
): Promise<Value> => {
  const name = judge ?? (model === 'lenet-relu' ? 'lenet' : 'lenet-relu');
  return job.withClassifier(name, async (network) => {
    const isFit = fit(network, classifier);
    if (isFit && (judge !== undefined || knowsDigits(classifier))) return work(judgeBy(name, network, classifier));
    if (judge === undefined) return work(judgeBy(model, classifier, classifier));
    throw new UsageError(
      `--judge takes ${shapeOf(network)} and the model ${shapeOf(classifier)}; expected a judge of the same images and classes`,
    );
  });
};
