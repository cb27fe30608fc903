import * as tf from '@tensorflow/tfjs-core';
import { checkedOptions } from '../checks/objects.js';
import { softmax64 } from '../numeric/softmax.js';
import { checkScore, type Score, scoreOf, type ScoreOptions } from './score.js';
import { targetClasses, versusClasses } from './target-classes.js';

type Fill = (row: Float64Array, probabilities: Float64Array, logits: Float64Array, c: number, sign: number) => void;

const derivatives: Record<Score, Fill> = {
  logit: (row, _p, _l, c, sign) => (row[c] += sign),
  one: (row, _p, _l, c, sign) => (row[c] += sign),
  probability: (row, p, _l, c, sign) => {
    for (let k = 0; k < row.length; k++) {
      if (k === c) continue;
      row[k] -= sign * p[c] * p[k];
      row[c] += sign * p[c] * p[k];
    }
  },
  'log-probability': (row, p, _l, c, sign) => {
    for (let k = 0; k < row.length; k++) {
      if (k === c) continue;
      row[k] -= sign * p[k];
      row[c] += sign * p[k];
    }
  },
};

const NONE = new Float64Array();

/** Whether a score depends on probabilities, the slowest part here. */
const isOfProbability = (score: Score): boolean => score === 'probability' || score === 'log-probability';

const fill = (logits: tf.Tensor2D, { target, versus, score = 'logit' }: ScoreOptions, how: Fill): tf.Tensor2D => {
  const [n, classes] = logits.shape;
  const plus = targetClasses(logits, target);
  const minus = versus === undefined ? undefined : versusClasses(logits, plus, versus);
  const data = logits.dataSync<'float32'>();
  const out = new Float32Array(n * classes);
  for (let i = 0; i < n; i++) {
    const l = new Float64Array(data.subarray(i * classes, (i + 1) * classes));
    const p = isOfProbability(score) ? softmax64(l) : NONE;
    const row = new Float64Array(classes);
    how(row, p, l, plus[i], 1);
    if (minus) how(row, p, l, minus[i], -1);
    out.set(row, i * classes);
  }
  return tf.tensor2d(out, [n, classes]);
};

/**
 * The derivative of a score with respect to the logits, the `start` of {@link Classifier.gradient}. To avoid cancellation near P = 1,
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
 * import { scoreStart } from '@interp/core';
 *
 * const start = scoreStart({ target: 1, score: 'probability' });
 * console.log(start(tf.tensor2d([[0, 0]])).arraySync()); // [ [ -0.25, 0.25 ] ]
 * ```
 */
export const scoreStart = (options: ScoreOptions = {}): ((logits: tf.Tensor2D) => tf.Tensor2D) => {
  const { score = 'logit' } = checkedOptions(options);
  checkScore(score);
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
  const { score = 'logit' } = checkedOptions(options);
  checkScore(score);
  return (logits) => fill(logits, options, (row, p, l, c, sign) => (row[c] += sign * scoreOf[score](p, l, c)));
};

/**
 * The derivative of the cross-entropy -log P(y|x) of each image with respect to its logits, not averaged over the batch. Attacks and training
 * start their gradient with it.
 *
 * @param labels - the right class of each image, or one for all
 * @returns a function from logits `[n, classes]` (borrowed) to `[n, classes]`, owned by the caller
 */
export const crossEntropyStart =
  (labels: number | ArrayLike<number>): ((logits: tf.Tensor2D) => tf.Tensor2D) =>
  (logits) =>
    fill(logits, { target: labels, score: 'log-probability' }, (row, p, l, c) =>
      derivatives['log-probability'](row, p, l, c, -1),
    );
