import type { Classifier, Density } from '@interp/core';
import { density } from '@interp/rbm';
import * as tf from '@tensorflow/tfjs-core';
import { convertInputs } from '@interp/images';
import { openRbm, type OpenedClassifier } from '@interp/open';
import { withOpened } from '../../models/open.js';
import { UsageError } from '../../shell/failure.js';
import type { Job } from '../../shell/job.js';
import { defaultExpert, type PrototypeOptions } from './options.js';

/** A network that says what prototypes are. */
export interface Judge {
  /** What people call it. */
  readonly name: string;
  /** The network, for inputs as the classifier takes them. */
  readonly network: Classifier;
}

const takingInputsOf = (classifier: OpenedClassifier, network: OpenedClassifier): Classifier => ({
  ...network,
  logits: (x) => network.logits(tf.tensor(convertInputs(x.dataSync<'float32'>(), classifier, network), x.shape)),
});

/** Whether the classes of a model are called as the digits are, or not at all. */
const knowsDigits = ({ settings: { labels = [] } }: OpenedClassifier): boolean =>
  labels.every((label, digit) => label === String(digit));

/** What a classifier takes and says; two of the same fit together. */
const formOf = ({ inputShape, classes }: Classifier): string => `[${inputShape.join(', ')}] to ${classes} classes`;

/**
 * Opens the network that says what the prototypes are: one trained apart from the one that they are made for. By default it
 * is `lenet-relu`, or for prototypes of that `lenet`; a network of other images or classes, or of a hidden layer, judges its prototypes itself. It is given
 * the pictures in its own units.
 *
 * @throws UsageError for a judge that was asked for and takes other images or knows other classes
 */
export const withJudge = async <Value>(
  { model, judge }: Pick<PrototypeOptions, 'model' | 'judge'>,
  classifier: OpenedClassifier,
  job: Pick<Job, 'withClassifier'>,
  work: (judge: Judge) => Promise<Value>,
): Promise<Value> => {
  const name = judge ?? (model === 'lenet-relu' ? 'lenet' : 'lenet-relu');
  return job.withClassifier(name, (network) => {
    const fits = !classifier.isHidden && formOf(network) === formOf(classifier);
    if (fits && (judge !== undefined || knowsDigits(classifier)))
      return work({ name, network: takingInputsOf(classifier, network) });
    if (judge === undefined) return work({ name: model, network: classifier });
    throw new UsageError(
      `--judge takes ${formOf(network)} and the model ${formOf(classifier)}; expected a judge of the same images and classes`,
    );
  });
};

/**
 * Opens what picks among the runs of an ascent through a decoder: the first of two built-in networks that is neither the classifier nor the judge
 * of the results, and an RBM. Neither is there for other images or classes than theirs, unless odd ones are asked for. Where the expert is
 * part of the objective it picks alone, and nobody picks among one.
 */
export const withPickers = <Value>(
  classifier: Classifier,
  { model, judge = 'lenet-relu', expert, gamma, pick, restarts, threshold }: PrototypeOptions,
  job: Pick<Job, 'signal' | 'withClassifier'>,
  work: (pickers: { readonly judge?: Classifier; readonly expert?: Density }) => Promise<Value>,
): Promise<Value> => {
  const withExpert = (picker?: Classifier): Promise<Value> =>
    withOpened(openRbm(expert ?? defaultExpert, { signal: job.signal }), (rbm) =>
      work({ judge: picker, expert: density(rbm) }),
    );
  if (expert !== undefined || gamma !== undefined) return withExpert();
  if (pick !== 'odd' && (restarts === 1 || threshold === 0)) return work({});
  const name = ['lenet-robust', 'lenet-relu'].find((one) => one !== model && one !== judge)!;
  return job.withClassifier(name, (network) => {
    if (formOf(network) === formOf(classifier)) return withExpert(network);
    return pick === 'odd' ? withExpert() : work({});
  });
};
