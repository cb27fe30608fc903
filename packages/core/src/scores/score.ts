import type * as tf from '@tensorflow/tfjs-core';
import { checkChoice } from '../checks/choices.js';
import { checkedOptions } from '../checks/objects.js';
import { softmax64 } from '../numeric/softmax.js';
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
}

const scores: readonly Score[] = ['logit', 'probability', 'log-probability', 'one'];

/** Checks the name of a score. Throws InterpError `bad-option`. */
export const checkScore = (score: Score): void => {
  checkChoice('score', score, scores);
};

const logProbability = (l: Float64Array, c: number): number => {
  const top = l.reduce((a, b) => Math.max(a, b));
  const others = l.reduce((sum, value, k) => (k === c ? sum : sum + Math.exp(value - l[c])), 0);
  return l[c] === top
    ? -Math.log1p(others)
    : l[c] - top - Math.log(l.reduce((sum, value) => sum + Math.exp(value - top), 0));
};

/** Computes each score from one image's probabilities and logits, for one class. */
export const scoreOf: Record<Score, (probabilities: Float64Array, logits: Float64Array, c: number) => number> = {
  logit: (_p, l, c) => l[c],
  one: () => 1,
  probability: (p, _l, c) => p[c],
  'log-probability': (_p, l, c) => logProbability(l, c),
};

/**
 * The scores of a batch, as float64 numbers.
 *
 * @param logits - `[n, classes]`; borrowed
 * @param options - which score of which class
 * @returns one number per image
 * @throws InterpError `bad-class`, `bad-option`
 */
export const scoreValues = (logits: tf.Tensor2D, options: ScoreOptions = {}): number[] => {
  const { target, versus, score = 'logit' } = checkedOptions(options);
  checkScore(score);
  const [n, classes] = logits.shape;
  const plus = targetClasses(logits, target);
  const minus = versus === undefined ? undefined : versusClasses(logits, plus, versus);
  const data = logits.dataSync<'float32'>();
  return Array.from({ length: n }, (_, i) => {
    const l = Float64Array.from(data.subarray(i * classes, (i + 1) * classes));
    const p = softmax64(l);
    const value = (c: number): number => scoreOf[score](p, l, c);
    return value(plus[i]) - (minus ? value(minus[i]) : 0);
  });
};
