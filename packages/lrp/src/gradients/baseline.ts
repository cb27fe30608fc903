import type { Classifier } from '@interp/core';
import { checkBatch, checkNumber } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { singlePrecision } from '../perturbation/single-precision.js';

/** An image that stands for the absence of everything: one value for all pixels, or one image `[1, ...inputShape]`. */
export type Baseline = number | tf.Tensor;

/**
 * A baseline as an image.
 *
 * @param classifier - says the shape of an input
 * @param baseline - value or image; an image is borrowed
 * @returns `[1, ...inputShape]`, float32, the caller's
 * @throws InterpError `bad-option` for a value that is not finite, `bad-shape` or `bad-value` for an image that does not fit
 */
export const baselineImage = (classifier: Classifier, baseline: Baseline): tf.Tensor => {
  const shape = [1, ...classifier.inputShape];
  if (typeof baseline === 'number') {
    checkNumber('the baseline', baseline, singlePrecision);
    return tf.fill(shape, baseline, 'float32');
  }
  checkBatch(classifier, baseline);
  return tf.tidy(() => tf.cast(tf.slice(baseline, 0, 1), 'float32'));
};
