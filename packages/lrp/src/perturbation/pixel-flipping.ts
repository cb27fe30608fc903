import type { Classifier } from '@interp/core';
import { checkedOptions } from '@interp/core/internal';
import type { Tensor } from '@tensorflow/tfjs-core';
import { regionPerturbation, type PerturbationCurves, type RegionPerturbationOptions } from './region-perturbation.js';

/** How {@link pixelFlipping} takes images apart. */
export type PixelFlippingOptions = Omit<RegionPerturbationOptions, 'region'>;

/**
 * Pixel flipping: sets one pixel after another to the background, the most relevant first, and follows the score (Bach et al.
 * 2015; Samek et al. 2017). Pixels of the same relevance go row by row.
 *
 * @param classifier - the classifier that was explained
 * @param x - images, `[n, ...inputShape]`; borrowed. The last of two axes or more holds channels, which go together
 * @param relevance - their maps, of the same shape; borrowed
 * @param options - which score of which class, by default the probability of the predicted one; steps, order
 * @returns curves and areas
 * @throws InterpError `bad-shape`, `bad-value`, `bad-class`, `bad-option`
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { classifier } from '@interp/core';
 * import { gradientTimesInput, pixelFlipping } from '@interp/lrp';
 *
 * const c = classifier((x) => tf.matMul(x, tf.tensor2d([[1, 0], [3, 0], [0, 1]])), { inputShape: [3], classes: 2 });
 * const x = tf.tensor2d([[1, 1, 1]]);
 * const { curves } = pixelFlipping(c, x, gradientTimesInput(c, x).relevance, { score: 'logit' });
 * console.log(curves[0]); // Float64Array(4) [ 4, -2, -4, -4 ]
 * ```
 */
export const pixelFlipping = (
  classifier: Classifier,
  x: Tensor,
  relevance: Tensor,
  options: PixelFlippingOptions = {},
): PerturbationCurves => regionPerturbation(classifier, x, relevance, { ...checkedOptions(options), region: 1 });
