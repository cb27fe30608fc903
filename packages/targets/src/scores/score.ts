import { checkChoice, checkedOptions } from '@interp/checks';
import type { Probabilities } from '@interp/core';
import { checkProbabilities, checkReturned, finiteLogits, logistic } from '@interp/core/internal';
import type * as tf from '@tensorflow/tfjs-core';
import { targetClasses, versusClasses } from './target-classes.js';

/**
 * The number that is explained or maximised: the class's logit, its probability P(c|x), log P(c|x), or the constant one (for
 * relevance that starts at 1; its derivative is taken to be that of the logit).
 */
export type Score = 'logit' | 'probability' | 'log-probability' | 'one';

/** Which score of which class. */
export interface ScoreOptions {
  /** The class, one for all images or one each. Default: the class that each image is predicted to be. */
  readonly target?: number | ArrayLike<number>;
  /** A class whose score is subtracted, one for all images or one each: the evidence for `target` rather than for it. Default none. */
  readonly versus?: number | ArrayLike<number>;
  /** Default `'logit'`. */
  readonly score?: Score;
  /**
   * How logits become probabilities, `probabilities` of the classifier. Default `'softmax'`. With `'none'`, only the scores `'logit'` and
   * `'one'` are known.
   */
  readonly probabilities?: Probabilities;
}

const scores: readonly Score[] = ['logit', 'probability', 'log-probability', 'one'];

const kinds: readonly Probabilities[] = ['softmax', 'sigmoid', 'none'];

/** Whether a score is of probabilities. */
const isOfProbabilities = (score: Score): boolean => score === 'probability' || score === 'log-probability';

/** Checks the name of a score, and that there are probabilities for it. Throws InterpError `bad-option`. */
export const checkScore = (score: Score, probabilities: Probabilities = 'softmax'): void => {
  checkChoice('score', score, scores);
  checkChoice('probabilities', probabilities, kinds);
  if (isOfProbabilities(score)) checkProbabilities(probabilities, `the score "${score}"`);
};

const logProbability = (l: Float64Array, c: number): number => {
  const top = l.reduce((a, b) => Math.max(a, b));
  const others = l.reduce((sum, value, k) => (k === c ? sum : sum + Math.exp(value - l[c])), 0);
  return l[c] === top
    ? -Math.log1p(others)
    : l[c] - top - Math.log(l.reduce((sum, value) => sum + Math.exp(value - top), 0));
};

/** One image's logits with their probabilities. */
export interface ScoredRow {
  /** The logits. */
  readonly logits: Float64Array;
  /** How they become probabilities. */
  readonly kind: Probabilities;
  /** Empty where the score needs none. */
  readonly probabilities: Float64Array;
}

/** The softmax of one image's logits. */
const softmax64 = (logits: Float64Array): Float64Array => {
  const found = new Float64Array(logits.length);
  let top = -Infinity;
  for (let k = 0; k < logits.length; k++) top = Math.max(top, logits[k]);
  let sum = 0;
  for (let k = 0; k < logits.length; k++) sum += found[k] = Math.exp(logits[k] - top);
  for (let k = 0; k < logits.length; k++) found[k] /= sum;
  return found;
};

/** The probabilities of one image's logits, in float64, so that small ones keep their precision. */
const probabilities64 = (logits: Float64Array, kind: 'softmax' | 'sigmoid'): Float64Array =>
  kind === 'softmax' ? softmax64(logits) : logits.map(logistic);

const none = new Float64Array();

/** The logits of the image `i` of several with what a score needs of them. */
export const scoredRow = (
  values: Float32Array,
  i: number,
  classes: number,
  score: Score,
  kind: Probabilities = 'softmax',
): ScoredRow => {
  const logits = new Float64Array(classes);
  for (let k = 0; k < classes; k++) logits[k] = values[i * classes + k];
  const isNeeded = isOfProbabilities(score) && kind !== 'none';
  return { logits, kind, probabilities: isNeeded ? probabilities64(logits, kind) : none };
};

/** Computes each score of one class. */
export const scoreOf: Record<Score, (row: ScoredRow, c: number) => number> = {
  logit: ({ logits }, c) => logits[c],
  one: () => 1,
  probability: ({ probabilities }, c) => probabilities[c],
  'log-probability': ({ logits, kind }, c) =>
    kind === 'sigmoid' ? logProbability(Float64Array.of(0, logits[c]), 1) : logProbability(logits, c),
};

/**
 * The scores of a batch, as float64 numbers.
 *
 * @param logits - `[n, classes]`; borrowed
 * @param options - which score of which class
 * @returns one number per image
 * @throws InterpError `bad-class`, `bad-option`, `bad-shape`, `not-finite`
 */
export const scoreValues = (logits: tf.Tensor2D, options: ScoreOptions = {}): number[] => {
  checkReturned('the logits', logits, [null, null]);
  const { target, versus, score = 'logit', probabilities } = checkedOptions(options);
  checkScore(score, probabilities);
  const [n, classes] = logits.shape;
  const plus = targetClasses(logits, target);
  const minus = versus === undefined ? undefined : versusClasses(logits, target, versus);
  const data = finiteLogits(logits);
  return Array.from({ length: n }, (_, i) => {
    const row = scoredRow(data, i, classes, score, probabilities);
    const value = (c: number): number => scoreOf[score](row, c);
    return value(plus[i]) - (minus ? value(minus[i]) : 0);
  });
};
