import type { Classifier } from '@interp/core';
import { checkedOptions } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Attribution } from '../attribution.js';
import { gradientMethod, type GradientOptions } from './gradient.js';

const squared = gradientMethod((gradient) => tf.square(gradient));

/**
 * Sensitivity, (∂ max_c P(c|x) / ∂x_i)²: how strongly the score answers to each pixel, whether for or against (thesis 2.3.1;
 * Simonyan, Vedaldi & Zisserman 2014). It vanishes where P is near 1: explain the logit or the log-probability there.
 *
 * @param classifier - any classifier
 * @param x - images, `[n, ...inputShape]`; borrowed
 * @param options - which score of which class; by default the probability of the predicted one
 * @returns the squared gradient as `relevance`, which belongs to the caller
 * @throws InterpError `bad-shape`, `bad-value`, `bad-class`, `bad-option`
 */
export const sensitivity = (classifier: Classifier, x: tf.Tensor, options: GradientOptions = {}): Attribution => {
  const { score = 'probability' } = checkedOptions(options);
  return squared(classifier, x, { ...options, score });
};
