import { number, optionsTable } from '@interp/checks';
import type { Classifier } from '@interp/core';
import { checkBatch, imagesAtOnce } from '@interp/core/internal';
import { scoreValues, type ScoreOptions } from '@interp/targets';
import { targetClasses, versusClasses } from '@interp/targets/internal';
import * as tf from '@tensorflow/tfjs-core';
import { attributionOptions, ratioWarnings, type Attribution, type AttributionOptions } from './attribution.js';

/** The batch size of an explanation. */
export interface BatchOptions {
  /** Images in one pass, which affects memory and speed only. Default 128, or fewer for a large model. */
  readonly batchSize?: number;
}

/** Checks of {@link AttributionOptions} and {@link BatchOptions}. */
export const batchOptions = optionsTable<AttributionOptions & BatchOptions>()({
  ...attributionOptions.rules,
  batchSize: number({ min: 1, integer: true }),
});

/** Picks the options for the score and the class out of a method's options. */
export const scoreOptionsOf = ({ target, versus, score, probabilities }: ScoreOptions): ScoreOptions => ({
  target,
  versus,
  score,
  probabilities,
});

type Classes = AttributionOptions['target'];

const part = (classes: Classes, from: number, to: number): Classes =>
  classes === undefined || typeof classes === 'number' ? classes : Array.from(classes).slice(from, to);

/**
 * The options of some of the images.
 *
 * @param options - the options of all images
 * @param from - the first of them
 * @param to - the one after the last
 * @returns the same, with the classes of these images
 */
export const optionsOfPart = <O extends AttributionOptions>(options: O, from: number, to: number): O => ({
  ...options,
  target: part(options.target, from, to),
  versus: part(options.versus, from, to),
});

const concatAttributions = (parts: readonly Attribution[]): Attribution => {
  if (parts.length === 1) return parts[0];
  const relevance = tf.concat(parts.map((one) => one.relevance));
  tf.dispose(parts.map((one) => one.relevance));
  const ratio = parts.flatMap((one) => one.ratio);
  return {
    relevance,
    targets: Int32Array.from(parts.flatMap((one) => Array.from(one.targets))),
    scores: parts.flatMap((one) => one.scores),
    totals: parts.flatMap((one) => one.totals),
    ratio,
    warnings: ratioWarnings(ratio),
  };
};

/**
 * Explains a batch in parts, so that memory stays bounded.
 *
 * @param classifier - gives the shape of an input; checked
 * @param x - `[n, ...inputShape]`; borrowed
 * @param options - what is explained, and the batch size; checked
 * @param explain - explains some of the images (borrowed), given their options, among them how the classifier's logits become probabilities, and
 *   the index of the first of them
 * @returns the explanation of all
 * @throws InterpError `bad-shape`, `bad-value`, `bad-class`
 */
export const perBatch = <O extends AttributionOptions & BatchOptions>(
  classifier: Classifier,
  x: tf.Tensor,
  options: O,
  explain: (images: tf.Tensor, options: O & ScoreOptions, from: number) => Attribution,
): Attribution => {
  checkBatch(classifier, x);
  const { batchSize = Math.min(128, imagesAtOnce(classifier)) } = options;
  const n = x.shape[0];
  const whole = { ...options, probabilities: classifier.probabilities };
  const { target = options.versus, versus } = options;
  // Scores zeros, so that errors in score and classes are thrown before any work; which classes are predicted is not known yet.
  const known = { ...scoreOptionsOf(whole), target, versus: options.target === undefined ? undefined : versus };
  const isUsual = target === undefined && versus === undefined && options.score === undefined;
  if (!isUsual) tf.tidy(() => scoreValues(tf.zeros([n, classifier.classes]), known));
  const parts: Attribution[] = [];
  try {
    for (let from = 0; from < n; from += batchSize) {
      const to = Math.min(n, from + batchSize);
      const some = tf.tidy(() => tf.cast(to - from === n ? tf.clone(x) : tf.slice(x, from, to - from), 'float32'));
      try {
        parts.push(explain(some, optionsOfPart(whole, from, to), from));
      } finally {
        some.dispose();
      }
    }
    return concatAttributions(parts);
  } catch (error) {
    tf.dispose(parts.map((one) => one.relevance));
    throw error;
  }
};

const repeated = (classes: Int32Array, times: number): Int32Array =>
  Int32Array.from({ length: classes.length * times }, (_, i) => classes[Math.floor(i / times)]);

/**
 * The explained classes of a batch, fixed, so that variants of an image are scored for the class of the image itself.
 *
 * @param logits - scores of the images, `[n, classes]`; borrowed
 * @param options - what is explained
 * @param times - variants of each image, which follow one another. Default 1
 * @returns the options with one class for each variant
 * @throws InterpError `bad-class`, `bad-option`
 */
export const fixedClasses = (
  logits: tf.Tensor2D,
  { target, versus, score, probabilities }: ScoreOptions,
  times = 1,
): ScoreOptions => {
  const targets = targetClasses(logits, target);
  return {
    target: repeated(targets, times),
    versus: versus === undefined ? undefined : repeated(versusClasses(logits, target, versus), times),
    score,
    probabilities,
  };
};
