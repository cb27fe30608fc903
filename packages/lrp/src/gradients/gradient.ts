import type { Classifier } from '@interp/core';
import { checkedClassifier } from '@interp/core/internal';
import { scoreStart } from '@interp/targets';
import * as tf from '@tensorflow/tfjs-core';
import { attributionOfMap, type Attribution, type AttributionOptions } from '../attribution.js';
import { batchOptions, perBatch, scoreOptionsOf, type BatchOptions } from '../per-batch.js';

/** Options of the gradient methods. */
export type GradientOptions = AttributionOptions & BatchOptions;

/** Computes a map from the images and their gradient, both `[n, ...inputShape]` and borrowed; the result belongs to the caller. */
type MapOfGradient = (gradient: tf.Tensor, images: tf.Tensor) => tf.Tensor;

/**
 * Builds a method that needs only the gradient of the score.
 *
 * @param map - computes the relevance from gradient and images
 * @returns the method
 */
const gradientMethod =
  (map: MapOfGradient) =>
  (classifier: Classifier, x: tf.Tensor, options: GradientOptions): Attribution => {
    const net = checkedClassifier(classifier);
    return perBatch(net, x, batchOptions.withDefaults(options), (images, part) => {
      const own = scoreOptionsOf(part);
      const { logits, gradient } = net.gradient(images, scoreStart(own));
      try {
        const relevance = tf.tidy(() => map(gradient, images));
        return attributionOfMap(relevance, logits, own);
      } finally {
        tf.dispose([logits, gradient]);
      }
    });
  };

const plain = gradientMethod((gradient) => tf.clone(gradient));

/**
 * The gradient of a score with respect to the input: how the score changes with each pixel, in units of the score
 * per unit of the input (Simonyan, Vedaldi & Zisserman 2014).
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

const product = gradientMethod((gradient, images) => tf.mul(gradient, images));

/**
 * Gradient times input, x_i ∂f/∂x_i: each pixel's share of the score, as if the classifier were linear (Shrikumar et al. 2016).
 *
 * @param classifier - any classifier
 * @param x - images, `[n, ...inputShape]`; borrowed
 * @param options - which score of which class; by default the logit of the predicted one
 * @returns relevance in units of the score, which belongs to the caller
 * @throws InterpError `bad-shape`, `bad-value`, `bad-class`, `bad-option`
 */
export const gradientTimesInput = (classifier: Classifier, x: tf.Tensor, options: GradientOptions = {}): Attribution =>
  product(classifier, x, options);

const squared = gradientMethod((gradient) => tf.square(gradient));

/**
 * Sensitivity, (∂ max_c P(c|x) / ∂x_i)²: how strongly the score depends on each pixel, for or against (thesis 2.3.1;
 * Simonyan, Vedaldi & Zisserman 2014). It vanishes where P is near 1: explain the logit or the log-probability there.
 *
 * @param classifier - any classifier
 * @param x - images, `[n, ...inputShape]`; borrowed
 * @param options - which score of which class; by default the probability of the predicted one
 * @returns the squared gradient as `relevance`, which belongs to the caller
 * @throws InterpError `bad-shape`, `bad-value`, `bad-class`, `bad-option`
 */
export const sensitivity = (classifier: Classifier, x: tf.Tensor, options: GradientOptions = {}): Attribution => {
  const { score = 'probability', ...rest } = batchOptions.withDefaults(options);
  return squared(classifier, x, { ...rest, score });
};
