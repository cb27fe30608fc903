import { type Classifier, InterpError, type ScoreOptions } from '@interp/core';
import { checkBatch, checkClassifier, checkNumber } from '@interp/core/internal';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { AttributionOptions } from '../attribution.js';
import { fixedClasses } from '../fixed-classes.js';
import { logitsOf } from './logits-of.js';
import { mapsOf } from './maps-of.js';

/** Images and their maps, ready to be judged. */
export interface Judged {
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
 * @param classifier - the classifier that was explained
 * @param x - images, `[n, ...inputShape]`; borrowed
 * @param relevance - their maps, of the same shape; borrowed
 * @param options - which score of which class
 * @param batchSize - images in one pass
 * @returns values and classes
 * @throws InterpError `bad-shape`, `bad-value`, `bad-class`, `bad-option`
 */
export const judged = (
  classifier: Classifier,
  x: Tensor,
  relevance: Tensor,
  options: AttributionOptions,
  batchSize: number,
): Judged => {
  checkClassifier(classifier);
  checkBatch(classifier, x);
  checkNumber('batchSize', batchSize, { min: 1, integer: true });
  if (relevance.shape.join() !== x.shape.join())
    throw new InterpError(
      'bad-shape',
      `the relevance has the shape [${relevance.shape.join(', ')}]; expected that of the images, [${x.shape.join(', ')}]`,
    );
  const logits = logitsOf(classifier, x, batchSize);
  try {
    const fixed = fixedClasses(logits, options);
    return { images: mapsOf(x), maps: mapsOf(relevance), fixed, targets: Int32Array.from(fixed.target as Int32Array) };
  } finally {
    logits.dispose();
  }
};
