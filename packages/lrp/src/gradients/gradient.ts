import { scoreStart, type Classifier } from '@interp/core';
import { checkedOptions } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { attribution, type Attribution, type AttributionOptions } from '../attribution.js';
import { perBatch, type BatchOptions } from '../per-batch.js';

/** What a method of the gradient explains, and how many images go at once. */
export type GradientOptions = AttributionOptions & BatchOptions;

/** A map made of the images and their gradient, both `[n, ...inputShape]` and borrowed; what it returns is the caller's. */
type MapOfGradient = (gradient: tf.Tensor, images: tf.Tensor) => tf.Tensor;

/**
 * A method that needs no more than one gradient of the score.
 *
 * @param map - makes the relevance of images and gradient
 * @returns the method
 */
export const gradientMethod =
  (map: MapOfGradient) =>
  (classifier: Classifier, x: tf.Tensor, options: GradientOptions): Attribution =>
    perBatch(classifier, x, checkedOptions(options), (images, own) => {
      const { logits, gradient } = classifier.gradient(images, scoreStart(own));
      const relevance = tf.tidy(() => map(gradient, images));
      try {
        return attribution(relevance, logits, own);
      } finally {
        tf.dispose([logits, gradient]);
      }
    });

const plain = gradientMethod((gradient) => tf.clone(gradient));

/**
 * The gradient of a score with respect to the input: how the score answers to a small change of each pixel, in units of the
 * score per unit of the input (Simonyan, Vedaldi & Zisserman 2014).
 *
 * @param classifier - any classifier
 * @param x - images, `[n, ...inputShape]`; borrowed
 * @param options - which score of which class; by default the logit of the predicted one
 * @returns the gradient as `relevance`, which belongs to the caller
 * @throws InterpError `bad-shape`, `bad-value`, `bad-class`, `bad-option`
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { classifier } from '@interp/core';
 * import { gradient } from '@interp/lrp';
 *
 * const c = classifier((x) => tf.matMul(tf.reshape(x, [-1, 2]), tf.tensor2d([[3, 0], [-2, 0]])), { inputShape: [2], classes: 2 });
 * console.log(gradient(c, tf.tensor2d([[1, 0]])).relevance.arraySync()); // [ [ 3, -2 ] ]
 * ```
 */
export const gradient = (classifier: Classifier, x: tf.Tensor, options: GradientOptions = {}): Attribution =>
  plain(classifier, x, options);
