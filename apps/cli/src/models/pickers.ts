import type { Classifier, Density } from '@interp/core';
import { density } from '@interp/rbm';
import * as tf from '@tensorflow/tfjs-core';
import type { Job } from '../shell/job.js';
import { withRbm } from './rbm.js';

/** What says which of several ascents through a decoder gave the best image, or the oddest. */
export interface Pickers {
  /** A network trained apart. */
  readonly judge?: Classifier;
  /** What images are usually like. */
  readonly expert?: Density;
}

/** Whether two classifiers take the same images and know as many classes. */
export const fit = (one: Classifier, other: Classifier): boolean =>
  one.classes === other.classes && tf.util.arraysEqual([...one.inputShape], [...other.inputShape]);

/** Built-in networks, the first first. */
const judges = ['lenet-robust', 'lenet-relu'] as const;

/**
 * Opens what picks among the images for a classifier: the first built-in network that is neither the classifier nor the judge of the
 * results, and an RBM. Neither is there for other images or classes than theirs, unless the RBM was asked for.
 *
 * @param classifier - what the images are for
 * @param names - the classifier's name, that of the judge of the results, the RBM, and whether the RBM was asked for
 * @param job - opens networks
 * @param work - what is done with them
 */
export const withPickers = <Value>(
  classifier: Classifier,
  names: {
    readonly model: string;
    readonly judge: string | undefined;
    readonly expert: string;
    readonly asked: boolean;
  },
  job: Pick<Job, 'withClassifier'>,
  work: (pickers: Pickers) => Promise<Value>,
): Promise<Value> => {
  const spec = judges.find((name) => name !== names.model && name !== names.judge)!;
  return job.withClassifier(spec, (network) => {
    const judge = fit(network, classifier) ? network : undefined;
    if (!judge && !names.asked) return work({});
    return withRbm(names.expert, (model) => work({ judge, expert: density(model) }));
  });
};
