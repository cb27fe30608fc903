import { scoreStart, scoreValues, type Classifier, type Density } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Landscape } from './landscape.js';
import type { StepRecord } from './route.js';

/** What is known of one image of an ascent with an expert; the `objective` is log P(c|x) + γ log p*(x). */
export interface ExpertStepRecord extends StepRecord {
  /** log P(c|x), the classifier's share of the objective, in nats. */
  readonly logProbability: number;
  /** log p*(x), what the expert says, in nats, up to a constant; γ times it is its share of the objective. */
  readonly logDensity: number;
}

/** What {@link expertLandscape} is made of. */
export interface ExpertLandscapeOptions {
  /** The wanted class of each run. */
  readonly targets: readonly number[];
  /** γ, the weight of the expert. */
  readonly gamma: number;
}

/**
 * The landscape log P(c|x) + γ log p*(x) of images over a classifier and an expert.
 *
 * @param classifier - gives P(c|x)
 * @param expert - gives log p*(x)
 * @param options - targets and weight
 * @returns the landscape
 */
export const expertLandscape =
  (classifier: Classifier, expert: Density, { targets, gamma }: ExpertLandscapeOptions): Landscape<ExpertStepRecord> =>
  (points, runs) => {
    const target = runs.map((run) => targets[run]);
    const { logits, gradient } = classifier.gradient(points, scoreStart({ target, score: 'log-probability' }));
    const logProbabilities = scoreValues(logits, { target, score: 'log-probability' });
    const probabilities = scoreValues(logits, { target, score: 'probability' });
    const densities = expert.logDensity(points).dataSync<'float32'>();
    const moments = probabilities.map((probability, i) => ({
      probability,
      logProbability: logProbabilities[i],
      logDensity: densities[i],
      objective: logProbabilities[i] + gamma * densities[i],
    }));
    return { moments, gradient: tf.add(gradient, tf.mul(expert.gradLogDensity(points), gamma)) };
  };
