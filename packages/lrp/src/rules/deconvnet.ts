import * as tf from '@tensorflow/tfjs-core';
import type { LrpRule } from './rule.js';

/**
 * The rule of deconvolutional networks: the gradient, but a ReLU passes on what is positive of what arrives, whatever its input was.
 * Other activations have their gradient. Zeiler & Fergus 2014.
 *
 * @returns the rule
 */
export const deconvnet = (): LrpRule => (layer, _input, relevance) =>
  layer.activation === 'relu' ? tf.relu(relevance) : layer.pullBack(relevance);
