import * as tf from '@tensorflow/tfjs-core';
import type { LrpRule } from './rule.js';

/** A ReLU, with or without a limit. */
const isRelu = ({ activation }: Parameters<LrpRule>[0]): boolean => activation === 'relu' || activation === 'relu6';

/**
 * The rule of guided backpropagation: the gradient, but a ReLU passes on only positive values, where its input was
 * positive, and below its limit if it has one. Other activations have their gradient. Springenberg et al. 2015.
 *
 * @returns the rule
 */
export const guidedBackprop = (): LrpRule => (layer, _input, relevance) =>
  layer.vjp(isRelu(layer) ? tf.relu(relevance) : relevance);

/**
 * The rule of deconvolutional networks: the gradient, but a ReLU passes on the positive part of the gradient that reaches it, whatever its input was.
 * Other activations have their gradient. Zeiler & Fergus 2014.
 *
 * @returns the rule
 */
export const deconvnet = (): LrpRule => (layer, _input, relevance) =>
  isRelu(layer) ? tf.relu(relevance) : layer.vjp(relevance);
