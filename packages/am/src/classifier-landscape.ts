import { random, scoreValues, type Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Landscape } from './landscape.js';
import type { Objective } from './ascent/objective.js';
import type { Prior } from './regularisers/regulariser.js';
import { shifted } from './regularisers/jitter.js';
import { squaredNorms } from './squared-norms.js';

/** What {@link classifierLandscape} is made of. */
export interface ClassifierLandscapeOptions {
  /** The wanted class of each run. */
  readonly targets: readonly number[];
  /** What is climbed. */
  readonly objective: Objective;
  /** What is added to it. */
  readonly priors: readonly Prior[];
  /** λ of the reported objective. */
  readonly lambda: number;
  /** The probability below which the priors wait. */
  readonly threshold: number;
  /** How far a step may move the images before it takes their gradient, in pixels. */
  readonly jitter: number;
  /** Seed of the jitter. */
  readonly seed: number;
}

/**
 * The landscape of images over a classifier. Where the classifier is less sure than the threshold, the priors wait: so they
 * never hold a prototype below it.
 *
 * @param classifier - gives the scores
 * @param options - targets, objective, priors, jitter
 * @returns the landscape
 */
export const classifierLandscape = (
  classifier: Classifier,
  { targets, objective, priors, lambda, threshold, jitter, seed }: ClassifierLandscapeOptions,
): Landscape => {
  const shifts = random(seed);
  const shift = (): number => shifts.integer(2 * jitter + 1) - jitter;
  /** Scores of the images as they are, and their gradient as seen from a little aside. */
  const jittered: Classifier['gradient'] = (points, start) => {
    const [down, right] = [shift(), shift()];
    const aside = classifier.gradient(shifted(points, down, right), start);
    aside.logits.dispose();
    return { logits: classifier.logits(points), gradient: shifted(aside.gradient, -down, -right) };
  };
  return (points, runs) => {
    const wanted = runs.map((run) => targets[run]);
    const { logits, gradient } = (jitter > 0 ? jittered : classifier.gradient)(points, objective(wanted));
    const probabilities = scoreValues(logits, { target: wanted, score: 'probability' });
    logits.dispose();
    const norms = squaredNorms(points);
    const moments = probabilities.map((probability, i) => ({
      probability,
      objective: probability - lambda * norms[i],
    }));
    const sure = moments.map(({ probability }) => (probability >= threshold ? 1 : 0));
    const pull = tf.addN(priors.map((prior) => prior(points)));
    const waiting = tf.tensor(sure, [runs.length, ...classifier.inputShape.map(() => 1)]);
    return { moments, gradient: tf.add(gradient, tf.mul(pull, waiting)) };
  };
};
