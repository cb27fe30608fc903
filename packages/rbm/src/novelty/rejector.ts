import { checkFields, checkNumber, InterpError } from '@interp/checks';
import type { Classifier, Density } from '@interp/core';
import { checkBatch, checkClassifier, checkedDensity } from '@interp/core/internal';
import type * as tf from '@tensorflow/tfjs-core';
import { energyScore } from './novelty-scores.js';

/** The thresholds above which an image is rejected. */
export interface RejectionThresholds {
  /** The usual log-density of known images, in nats. */
  readonly usual: number;
  /** The threshold of |log-density - usual|, in nats. */
  readonly typicality: number;
  /** The energy of the classifier above which an image is rejected. Default: the energy is not used. */
  readonly energy?: number;
}

/** The decision for one image, with its scores. */
export interface Rejection {
  /** Whether it is rejected, because a score is above its threshold. */
  readonly rejected: boolean;
  /** The scores above their threshold. */
  readonly by: readonly ('density' | 'energy')[];
  /** |log-density - usual|, in nats. */
  readonly score: number;
  /** The score above which it is rejected. */
  readonly threshold: number;
  /** Its log-density, in nats; unnormalised if the density is. */
  readonly logDensity: number;
  /** The energy of the classifier: high where no class has a high score. */
  readonly energy: {
    /** The energy, in nats. */
    readonly score: number;
    /** The energy above which it is rejected, if there is a threshold. */
    readonly threshold?: number;
  };
}

/** Decides for each image of a batch (borrowed) whether it is rejected. */
export type Rejector = (x: tf.Tensor) => Promise<readonly Rejection[]>;

/**
 * Builds a function that rejects images unlike the known images, by two scores: `typicalityScore` of a density and `energyScore` of a
 * classifier. A NaN score also rejects.
 *
 * @param density - an RBM's, a baseline's or another; borrowed
 * @param classifier - the classifier; borrowed
 * @param thresholds - thresholds, set on held-out known images
 * @returns the rejector
 * @throws InterpError `unsupported-model` where density and classifier take different images, `bad-option` for a threshold that is not a number
 */
export const rejector = (density: Density, classifier: Classifier, thresholds: RejectionThresholds): Rejector => {
  checkClassifier(classifier);
  checkFields('the thresholds', thresholds, { usual: 'number', typicality: 'number' });
  const { usual, typicality, energy: highest } = thresholds;
  const expert = checkedDensity(density);
  const [known, given] = [expert.inputShape.join(', '), classifier.inputShape.join(', ')];
  if (known !== given)
    throw new InterpError(
      'unsupported-model',
      `the density is of images of [${known}] and the classifier takes [${given}]; expected both for the same images`,
    );
  checkNumber('the usual log-density', usual);
  checkNumber('the threshold of typicality', typicality, { min: 0 });
  if (highest !== undefined) checkNumber('the threshold of the energy', highest);
  const energyOf = energyScore(classifier);
  return async (x) => {
    checkBatch(classifier, x);
    const log = expert.logDensity(x);
    const logs = await log.data<'float32'>();
    log.dispose();
    const energies = await energyOf(x);
    return Array.from(logs, (logDensity, i): Rejection => {
      const score = Math.abs(Math.fround(logDensity - Math.fround(usual)));
      const by: ('density' | 'energy')[] = [];
      if (!(score <= typicality)) by.push('density');
      if (highest !== undefined && !(energies[i] <= highest)) by.push('energy');
      const energy = { score: energies[i], threshold: highest };
      return { rejected: by.length > 0, by, score, threshold: typicality, logDensity, energy };
    });
  };
};
