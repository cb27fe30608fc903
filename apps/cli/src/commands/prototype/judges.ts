import type { Classifier, Density } from '@interp/core';
import { density } from '@interp/rbm';
import * as tf from '@tensorflow/tfjs-core';
import { inputsOf, type LoadedModel } from '../../models/loaded-model.js';
import { predictionsOf, type Prediction } from '../../models/predictions.js';
import { withRbm } from '../../models/rbm.js';
import { UsageError } from '../../shell/failure.js';
import type { Job } from '../../shell/job.js';
import { defaultExpert, type PrototypeOptions } from './options.js';

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

/** Whether two classifiers take the same images and know as many classes. */
const fit = (one: Classifier, other: Classifier): boolean =>
  one.classes === other.classes && tf.util.arraysEqual([...one.inputShape], [...other.inputShape]);

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

/** What says which of several ascents through a decoder gave the best image, or the oddest. */
interface Pickers {
  /** A network trained apart. */
  readonly judge?: Classifier;
  /** What images are usually like. */
  readonly expert?: Density;
}

/**
 * Opens what picks among the runs of an ascent through a decoder: the first of two built-in networks that is neither the classifier nor the judge
 * of the results, and an RBM. Neither is there for other images or classes than theirs, unless odd ones are asked for. Where the expert is
 * part of the objective it picks alone, and nobody picks among one.
 */
export const withPickers = <Value>(
  classifier: Classifier,
  { model, judge = 'lenet-relu', expert, gamma, pick, restarts, threshold }: PrototypeOptions,
  job: Pick<Job, 'withClassifier'>,
  work: (pickers: Pickers) => Promise<Value>,
): Promise<Value> => {
  const withExpert = (picker?: Classifier): Promise<Value> =>
    withRbm(expert ?? defaultExpert, (rbm) => work({ judge: picker, expert: density(rbm) }));
  if (expert !== undefined || gamma !== undefined) return withExpert();
  if (pick !== 'odd' && (restarts === 1 || threshold === 0)) return work({});
  const name = ['lenet-robust', 'lenet-relu'].find((one) => one !== model && one !== judge)!;
  return job.withClassifier(name, (network) => {
    if (fit(network, classifier)) return withExpert(network);
    return pick === 'odd' ? withExpert() : work({});
  });
};
