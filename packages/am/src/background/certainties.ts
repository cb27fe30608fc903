import { InterpError, type Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { logOdds } from '../log-odds.js';

/** How sure a classifier is of each image of a batch. */
export interface Certainty {
  /** Log-odds of the wanted class. */
  readonly odds: number;
  /** How far its log-odds may be off by the rounding of float32 logits. */
  readonly noise: number;
}

/** Relative rounding of logits: eight units in the last place, as other batches of the same image differ by. */
const rounding = 2 ** -20;

/**
 * How sure a classifier is of images.
 *
 * @param classifier - gives the scores
 * @param values - the images one after another, flat
 * @param targets - the wanted class of each
 * @returns the certainty of each
 * @throws InterpError `not-finite`
 */
export const certainties = async (
  classifier: Classifier,
  values: Float32Array,
  targets: readonly number[],
): Promise<readonly Certainty[]> => {
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
    return {
      odds: logOdds(row, target),
      noise: rounding * row.reduce((most, score) => Math.max(most, Math.abs(score)), 1),
    };
  });
};
