import type { Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Attribution } from '../attribution.js';
import { gradientMethod, type GradientOptions } from './gradient.js';

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
