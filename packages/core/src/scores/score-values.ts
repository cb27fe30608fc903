import type * as tf from '@tensorflow/tfjs-core';
import { checkedOptions } from '../checks/checked-options.js';
import { checkScore, scoreOf, type ScoreOptions } from './score.js';
import { softmax64 } from '../numeric/softmax.js';
import { targetClasses, versusClasses } from './target-classes.js';

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
