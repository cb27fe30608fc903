import { checkedOptions } from '@interp/checks';
import type { Probabilities } from '@interp/core';
import { finiteLogits } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { checkScore, type Score, scoredRow, type ScoredRow, scoreOf, type ScoreOptions } from './score.js';
import { targetClasses, versusClasses } from './target-classes.js';

type Fill = (row: Float64Array, of: ScoredRow, c: number, sign: number) => void;

/** Adds a factor times the derivative of log P(c): 1 - P(c) at the class and, of a softmax, -P(k) at the others. */
const addLogDerivative = (
  row: Float64Array,
  { probabilities: p, logits, kind }: ScoredRow,
  c: number,
  factor: number,
) => {
  if (kind === 'sigmoid') {
    row[c] += factor / (1 + Math.exp(logits[c]));
    return;
  }
  for (let k = 0; k < row.length; k++) {
    if (k === c) continue;
    row[k] -= factor * p[k];
    row[c] += factor * p[k];
  }
};

const derivatives: Record<Score, Fill> = {
  logit: (row, _, c, sign) => (row[c] += sign),
  one: (row, _, c, sign) => (row[c] += sign),
  probability: (row, of, c, sign) => {
    addLogDerivative(row, of, c, sign * of.probabilities[c]);
  },
  'log-probability': addLogDerivative,
};

const fill = (logits: tf.Tensor2D, options: ScoreOptions, how: Fill): tf.Tensor2D => {
  const { target, versus, score = 'logit', probabilities } = options;
  const [n, classes] = logits.shape;
  const plus = targetClasses(logits, target);
  const minus = versus === undefined ? undefined : versusClasses(logits, target, versus);
  const data = finiteLogits(logits);
  const out = new Float32Array(n * classes);
  const row = new Float64Array(classes);
  for (let i = 0; i < n; i++) {
    const of = scoredRow(data, i, classes, score, probabilities);
    row.fill(0);
    how(row, of, plus[i], 1);
    if (minus) how(row, of, minus[i], -1);
    out.set(row, i * classes);
  }
  return tf.tensor2d(out, [n, classes]);
};

/**
 * The derivative of a score with respect to the logits, the `start` of `gradient` of a classifier. To avoid cancellation near P = 1,
 * 1 - P(c) is computed as the sum of the other probabilities, in float64.
 *
 * @param options - which score of which class
 * @returns a function from logits `[n, classes]` (borrowed) to the derivative of each image's score with respect to its row,
 *   `[n, classes]`, owned by the caller; it throws `bad-class` and `bad-option`
 * @throws InterpError `bad-option`
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { scoreStart } from '@interp/targets';
 *
 * const start = scoreStart({ target: 1, score: 'probability' });
 * console.log(start(tf.tensor2d([[0, 0]])).arraySync()); // [ [ -0.25, 0.25 ] ]
 * ```
 */
export const scoreStart = (options: ScoreOptions = {}): ((logits: tf.Tensor2D) => tf.Tensor2D) => {
  const { score = 'logit', probabilities } = checkedOptions(options);
  checkScore(score, probabilities);
  return (logits) => fill(logits, options, derivatives[score]);
};

/**
 * The initial relevance of the logits: the score itself for its class and zero for the others (with `versus`, minus that
 * class's score for it).
 *
 * @param options - which score of which class
 * @returns a function from logits `[n, classes]` (borrowed) to `[n, classes]`, owned by the caller; it throws `bad-class` and `bad-option`
 * @throws InterpError `bad-option`
 */
export const relevanceStart = (options: ScoreOptions = {}): ((logits: tf.Tensor2D) => tf.Tensor2D) => {
  const { score = 'logit', probabilities } = checkedOptions(options);
  checkScore(score, probabilities);
  return (logits) => fill(logits, options, (row, of, c, sign) => (row[c] += sign * scoreOf[score](of, c)));
};

/**
 * The derivative of the cross-entropy -log P(y|x) of each image with respect to its logits, not averaged over the batch. Attacks and training
 * start their gradient with it. Where each class has a probability of its own, it is the binary cross-entropy of that class.
 *
 * @param labels - the right class of each image, or one for all
 * @param probabilities - how logits become probabilities, `probabilities` of the classifier. Default `'softmax'`
 * @returns a function from logits `[n, classes]` (borrowed) to `[n, classes]`, owned by the caller
 * @throws InterpError `bad-option` for values that have no probabilities
 */
export const crossEntropyStart = (
  labels: number | ArrayLike<number>,
  probabilities: Probabilities = 'softmax',
): ((logits: tf.Tensor2D) => tf.Tensor2D) => {
  const options: ScoreOptions = { target: labels, score: 'log-probability', probabilities };
  checkScore('log-probability', probabilities);
  return (logits) => fill(logits, options, (row, of, c) => addLogDerivative(row, of, c, -1));
};
