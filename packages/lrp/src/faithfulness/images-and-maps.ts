import type { Classifier } from '@interp/core';
import { checkBatch, checkReturned } from '@interp/core/internal';
import type { ScoreOptions } from '@interp/targets';
import * as tf from '@tensorflow/tfjs-core';
import type { AttributionOptions } from '../attribution.js';
import { fixedClasses } from '../per-batch.js';
import { mapsOf } from './maps-of.js';
import { overChannels } from './over-channels.js';

/**
 * The logits of any number of images, some at a time.
 *
 * @param classifier - gives them
 * @param x - `[n, ...inputShape]`; borrowed
 * @param batchSize - images in one pass
 * @returns `[n, classes]`, owned by the caller
 */
const logitsOf = (classifier: Classifier, x: tf.Tensor, batchSize: number): tf.Tensor2D =>
  tf.tidy(() => {
    const parts: tf.Tensor2D[] = [];
    for (let from = 0; from < x.shape[0]; from += batchSize)
      parts.push(tf.tidy(() => classifier.logits(tf.slice(x, from, Math.min(batchSize, x.shape[0] - from)))));
    return tf.concat(parts);
  });

/** The score, and the class of each image by its logits, which are disposed of. */
const fixedOf = ({ probabilities }: Classifier, logits: tf.Tensor2D, options: AttributionOptions): ScoreOptions => {
  try {
    return fixedClasses(logits, { ...options, probabilities });
  } finally {
    logits.dispose();
  }
};

/** Images and their maps, as arrays. */
export interface ImagesAndMaps {
  /** The images, flat. */
  readonly images: readonly Float32Array[];
  /** Their relevance, flat. */
  readonly maps: readonly Float32Array[];
  /** The score, and the class of each image. */
  readonly fixed: ScoreOptions;
  /** The class of each image. */
  readonly targets: Int32Array;
}

/**
 * Checks images and maps against one another, and fixes the class of each image.
 *
 * @param classifier - the classifier that was explained; checked
 * @param x - images, `[n, ...inputShape]`; borrowed
 * @param relevance - their maps, of the same shape or with one channel; borrowed
 * @param options - which score of which class
 * @param batchSize - images in one pass
 * @returns values and classes
 * @throws InterpError `bad-shape`, `bad-value`, `bad-class`, `bad-option`
 */
export const imagesAndMaps = (
  classifier: Classifier,
  x: tf.Tensor,
  relevance: tf.Tensor,
  options: AttributionOptions,
  batchSize: number,
): ImagesAndMaps => {
  checkBatch(classifier, x);
  const isTensor = relevance instanceof tf.Tensor && !relevance.isDisposed;
  const given = isTensor ? overChannels(relevance, classifier.inputShape) : undefined;
  try {
    checkReturned('the relevances', given ?? relevance, x.shape);
    const fixed = fixedOf(classifier, logitsOf(classifier, x, batchSize), options);
    const targets = Int32Array.from(fixed.target as Int32Array);
    return { images: mapsOf(x), maps: mapsOf(given!), fixed, targets };
  } finally {
    given?.dispose();
  }
};
