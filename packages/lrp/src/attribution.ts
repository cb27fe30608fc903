import { scoreValues, type ScoreOptions } from '@interp/core';
import { checkedBy, choice, hostValues, optionsTable, targetClasses } from '@interp/core/internal';
import type * as tf from '@tensorflow/tfjs-core';

/** The result of every explanation method: the relevance of each pixel for the explained score. */
export interface Attribution {
  /** Relevance of each pixel, in units of the score, of the shape of the batch, float32. It belongs to the caller: dispose of it. */
  readonly relevance: tf.Tensor;
  /** The explained class of each image. */
  readonly targets: Int32Array;
  /** The explained score of each image, in the unit of the option `score`. */
  readonly scores: readonly number[];
  /** The sum of each image's map, in float64. */
  readonly totals: readonly number[];
}

/** Options of every explanation method: what is explained. */
export interface AttributionOptions extends ScoreOptions {
  /** The explained class, one for all images or one each. Default: the class that each image is predicted to be. */
  readonly target?: number | ArrayLike<number>;
  /** A class to contrast with `target`: its score is subtracted. Default none. */
  readonly versus?: number | ArrayLike<number>;
  /** The explained score. Default `'logit'`, for sensitivity `'probability'`. */
  readonly score?: 'logit' | 'probability' | 'log-probability' | 'one';
}

/** Not checked here: the number of classes is known once there are scores. */
const classes = checkedBy<number | ArrayLike<number>>(() => undefined);

/** Checks of {@link AttributionOptions}; classes are checked against the scores later. */
export const attributionOptions = optionsTable<AttributionOptions>()({
  target: classes,
  versus: classes,
  score: choice(['logit', 'probability', 'log-probability', 'one']),
});

/** The sums of one tensor over each image, in float64. */
export interface ImageSums {
  /** Of the values. */
  readonly totals: Float64Array;
  /** Of their absolute values. */
  readonly sizes: Float64Array;
}

/**
 * The sums over each image of a batch, of values and of absolute values, in float64.
 *
 * @param batch - `[n, ...]`, float32; borrowed
 * @returns one sum of each kind per image
 */
export const imageSums = (batch: tf.Tensor): ImageSums => {
  const values = hostValues(batch);
  const [n] = batch.shape;
  const each = values.length / n;
  const totals = new Float64Array(n);
  const sizes = new Float64Array(n);
  for (let image = 0, i = 0; image < n; image++) {
    let sum = 0;
    let size = 0;
    for (const end = i + each; i < end; i++) {
      const value = values[i];
      sum += value;
      size += value < 0 ? -value : value;
    }
    totals[image] = sum;
    sizes[image] = size;
  }
  return { totals, sizes };
};

/**
 * The sum over each image of a batch, in float64.
 *
 * @param batch - `[n, ...]`, float32; borrowed
 * @returns one sum per image
 */
export const imageTotals = (batch: tf.Tensor): number[] => Array.from(imageSums(batch).totals);

/**
 * Builds an {@link Attribution} from a map.
 *
 * @param relevance - the map, of the shape of the batch; owned by the result
 * @param logits - the classifier's scores of the batch, `[n, classes]`; borrowed
 * @param options - which score of which class was explained
 * @returns the result, whose `relevance` is the given tensor
 * @throws InterpError `bad-class`, `bad-option`
 */
export const attribution = (relevance: tf.Tensor, logits: tf.Tensor2D, options: AttributionOptions): Attribution => {
  const { target, versus, score } = attributionOptions.withDefaults(options);
  return {
    relevance,
    targets: targetClasses(logits, target),
    scores: scoreValues(logits, { target, versus, score }),
    totals: imageTotals(relevance),
  };
};
