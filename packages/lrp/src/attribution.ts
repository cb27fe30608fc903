import { checkedBy, checkFields, choice, InterpError, optionsTable } from '@interp/checks';
import { hostValues, kernelIfThere } from '@interp/core/internal';
import { scoreValues, type ScoreOptions } from '@interp/targets';
import { targetClasses } from '@interp/targets/internal';
import * as tf from '@tensorflow/tfjs-core';

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
  /**
   * Σ|R| of each image's map over the absolute value of its score: how much relevance cancels. 1 where all of it has one sign and sums to
   * the score; null where the score is 0.
   */
  readonly ratio: readonly (number | null)[];
  /** What to know before using the maps: one line if the `ratio` of some image is over 100, else empty. */
  readonly warnings: readonly string[];
}

/** Options of every explanation method: what is explained. */
export interface AttributionOptions extends Omit<ScoreOptions, 'probabilities'> {
  /** The explained class, one for all images or one each. Default: the class that each image is predicted to be. */
  readonly target?: number | ArrayLike<number>;
  /** A class to contrast with `target`: its score is subtracted. Default none. */
  readonly versus?: number | ArrayLike<number>;
  /** The explained score. Default `'logit'`, for sensitivity `'probability'`. */
  readonly score?: 'logit' | 'probability' | 'log-probability' | 'one';
}

/** Not checked here, because the number of classes is known only once there are scores. */
const classes = checkedBy<number | ArrayLike<number>>(() => undefined);

/** Checks of {@link AttributionOptions}; classes are checked against the scores later. */
export const attributionOptions = optionsTable<AttributionOptions>()({
  target: classes,
  versus: classes,
  score: choice(['logit', 'probability', 'log-probability', 'one']),
});

const scoreOptions = optionsTable<ScoreOptions>()({
  ...attributionOptions.rules,
  probabilities: choice(['softmax', 'sigmoid', 'none']),
});

/** The sums of one tensor over each image, in float64. */
export interface ImageSums {
  /** Of the values. */
  readonly totals: Float64Array;
  /** Of their absolute values. */
  readonly sizes: Float64Array;
}

/**
 * Sums over each image from what the kernel `ImageSums` makes: float64 as the bits of two float32.
 *
 * @param found - `[n, blocks, 4]`; borrowed
 * @returns the sums
 */
export const sumsOfBlocks = (found: tf.TensorInfo): ImageSums => {
  const parts = new Float64Array(hostValues(found).slice().buffer);
  const [n, blocks] = found.shape as [number, number];
  const sums = (which: 0 | 1): Float64Array =>
    Float64Array.from({ length: n }, (_, image) => {
      let sum = 0;
      for (let b = image * blocks; b < (image + 1) * blocks; b++) sum += parts[2 * b + which];
      return sum;
    });
  return { totals: sums(0), sizes: sums(1) };
};

/** The same by a compiled kernel, where there is one. */
const compiledSums = (batch: tf.Tensor): ImageSums | undefined => {
  const found = kernelIfThere('ImageSums', { x: batch });
  if (!found) return undefined;
  const sums = sumsOfBlocks(found);
  found.dispose();
  return sums;
};

/**
 * The sums over each image of a batch, of values and of absolute values, in float64.
 *
 * @param batch - `[n, ...]`, float32; borrowed
 * @returns one sum of each kind per image
 */
export const imageSums = (batch: tf.Tensor): ImageSums => {
  checkFields('the maps', batch, { shape: 'list', dtype: 'text' });
  if (batch.shape.length === 0)
    throw new InterpError('bad-shape', 'the maps are a single value; expected a tensor [n, ...], a map for each image');
  const compiled = compiledSums(batch);
  if (compiled) return compiled;
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
 * The same for a loop, which may be recorded: a kernel runs now, and what it made is read later.
 *
 * @param batch - `[n, ...]`, float32; borrowed
 * @returns a function that gives the sums while `tf.tidy` has freed nothing
 */
export const laterSums = (batch: tf.Tensor): (() => ImageSums) => {
  const found = kernelIfThere('ImageSums', { x: batch });
  return found ? readingSums(found) : () => imageSums(batch);
};

const readingSums = (found: tf.Tensor) => (): ImageSums => sumsOfBlocks(found);

/**
 * The sum over each image of a batch, in float64.
 *
 * @param batch - `[n, ...]`, float32; borrowed
 * @returns one sum per image
 */
export const imageTotals = (batch: tf.Tensor): number[] => Array.from(imageSums(batch).totals);

/** Above this Σ|R| over |score|, relevance that cancels hides the little that is left. */
const LARGEST_RATIO = 100;

/**
 * The warning that relevance cancels, if it does.
 *
 * @param ratio - of each image, Σ|R| over |score|; null where the score is 0
 * @param remedy - what to use instead, a clause
 * @returns one line, or none
 */
export const ratioWarnings = (
  ratio: readonly (number | null)[],
  remedy = 'the score is near 0, or large contributions cancel; explain another score, or compare with another method',
): readonly string[] => {
  const sizes = ratio.map((one) => one ?? 0);
  const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
  if (largest <= LARGEST_RATIO) return [];
  const shown = largest < 1e6 ? Math.round(largest).toLocaleString('en') : largest.toExponential(1);
  return [
    `Σ|R| is ${shown} times the score of image ${sizes.indexOf(largest)}; expected at most ${LARGEST_RATIO}: ${remedy}`,
  ];
};

const checkFinite = (what: string, numbers: ArrayLike<number>): void => {
  for (let image = 0; image < numbers.length; image++)
    if (!Number.isFinite(numbers[image]))
      throw new InterpError(
        'not-finite',
        `${what} of image ${image} of its batch is not finite; expected numbers; look at the classifier's weights and the range of its inputs`,
      );
};

/**
 * Builds an {@link Attribution} from a map.
 *
 * @param relevance - the map, of the shape of the batch; owned by the result
 * @param logits - the classifier's scores of the batch, `[n, classes]`; borrowed
 * @param options - which score of which class was explained, and how the classifier's logits become probabilities
 * @returns the result, whose `relevance` is the given tensor
 * @throws InterpError `bad-class`, `bad-option`, `bad-shape`; `not-finite` for a map or a score with a NaN or an infinity
 */
export const attribution = (relevance: tf.Tensor, logits: tf.Tensor2D, options: ScoreOptions): Attribution => {
  const { target, versus, score, probabilities } = scoreOptions.withDefaults(options);
  const { totals, sizes } = imageSums(relevance);
  checkFinite('the relevance', sizes);
  const scores = scoreValues(logits, { target, versus, score, probabilities });
  checkFinite('the score', scores);
  const ratio = scores.map((one, image) => {
    const found = sizes[image] / Math.abs(one);
    return Number.isFinite(found) ? found : null;
  });
  const targets = targetClasses(logits, target);
  return { relevance, targets, scores, totals: Array.from(totals), ratio, warnings: ratioWarnings(ratio) };
};

/**
 * As {@link attribution}, for a map that nobody else owns: it is disposed of if this throws.
 *
 * @param relevance - the map, of the shape of the batch
 * @param logits - the classifier's scores of the batch, `[n, classes]`; borrowed
 * @param options - which score of which class was explained
 * @returns the result, which owns the map
 * @throws InterpError as {@link attribution} does
 */
export const attributionOfMap: typeof attribution = (relevance, logits, options) => {
  try {
    return attribution(relevance, logits, options);
  } catch (error) {
    relevance.dispose();
    throw error;
  }
};
