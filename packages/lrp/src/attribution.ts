import { scoreValues, type ScoreOptions } from '@interp/core';
import { checkedOptions, targetClasses } from '@interp/core/internal';
import type * as tf from '@tensorflow/tfjs-core';
import { imageTotals } from './image-totals.js';

/** What every method of explanation returns: how much each pixel speaks for the explained score. */
export interface Attribution {
  /** Relevance of each pixel, in units of the score, of the shape of the batch, float32. It belongs to the caller: dispose of it. */
  readonly relevance: tf.Tensor;
  /** The explained class of each image. */
  readonly targets: Int32Array;
  /** The explained score of each image, in the unit that the option `score` says. */
  readonly scores: readonly number[];
  /** The sum of each image's map, in float64. */
  readonly totals: readonly number[];
}

/** What is explained: options that all methods share. */
export interface AttributionOptions extends ScoreOptions {
  /** The explained class, one for all images or one each. Default: the class that each image is predicted to be. */
  readonly target?: number | ArrayLike<number>;
  /** A class to tell `target` from: its score is subtracted from the explained one. Default none. */
  readonly versus?: number | ArrayLike<number>;
  /** The explained score. Default `'logit'`, for sensitivity `'probability'`. */
  readonly score?: 'logit' | 'probability' | 'log-probability' | 'one';
}

/**
 * Puts a map together with what it explains.
 *
 * @param relevance - the map, of the shape of the batch; goes over to the result
 * @param logits - the classifier's scores of the batch, `[n, classes]`; borrowed
 * @param options - which score of which class was explained
 * @returns the result, whose `relevance` is the given tensor
 * @throws InterpError `bad-class`, `bad-option`
 */
export const attribution = (relevance: tf.Tensor, logits: tf.Tensor2D, options: AttributionOptions): Attribution => ({
  relevance,
  targets: targetClasses(logits, checkedOptions(options).target),
  scores: scoreValues(logits, options),
  totals: imageTotals(relevance),
});
