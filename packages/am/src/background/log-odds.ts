import { InterpError } from '@interp/checks';
import type { Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * The log-odds of a class, log P(c|x) - log(1 - P(c|x)), from logits. They increase with P(c|x), and stay precise where P(c|x) is
 * so near to 0 or 1 that it is rounded.
 *
 * @param logits - of one image, in any precision; computed in float64
 * @param c - the class
 * @param probabilities - how logits become probabilities. Default `softmax`; of the `sigmoid` of each class, logits are the log-odds
 * @returns the log-odds; infinite if there is no other class
 */
export const logOdds = (
  logits: ArrayLike<number>,
  c: number,
  probabilities: Classifier['probabilities'] = 'softmax',
): number => {
  if (probabilities === 'sigmoid') return logits[c];
  const others = Array.from(logits).filter((_, k) => k !== c);
  const top = Math.max(...others);
  if (top === -Infinity) return Infinity;
  return logits[c] - top - Math.log(others.reduce((sum, logit) => sum + Math.exp(logit - top), 0));
};

/** The log-odds of an image's target class, with their rounding error. */
export interface ClassLogOdds {
  /** Log-odds of the target class. */
  readonly logOdds: number;
  /** Their possible error by the rounding of float32 logits. */
  readonly rounding: number;
}

/** Relative rounding of logits: eight units in the last place, the difference between batches with the same image. */
const relativeRounding = 2 ** -20;

/**
 * The log-odds of the wanted class of each image of a batch.
 *
 * @param classifier - gives the scores
 * @param values - the images one after another, flat
 * @param targets - the wanted class of each
 * @returns one for each image
 * @throws InterpError `not-finite`
 */
export const classLogOdds = async (
  classifier: Classifier,
  values: Float32Array,
  targets: readonly number[],
): Promise<readonly ClassLogOdds[]> => {
  const logits = tf.tidy(() => classifier.logits(tf.tensor(values, [targets.length, ...classifier.inputShape])));
  const scores = await logits.data<'float32'>();
  logits.dispose();
  return targets.map((target, i) => {
    const row = scores.subarray(i * classifier.classes, (i + 1) * classifier.classes);
    if (!row.every(Number.isFinite))
      throw new InterpError(
        'not-finite',
        `the classifier's scores of image ${i} are not finite; expected numbers; take other weights or another background`,
      );
    const largest = row.reduce((most, score) => Math.max(most, Math.abs(score)), 1);
    return { logOdds: logOdds(row, target, classifier.probabilities), rounding: relativeRounding * largest };
  });
};
