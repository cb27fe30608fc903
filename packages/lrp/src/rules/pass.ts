import { InterpError } from '@interp/checks';
import * as tf from '@tensorflow/tfjs-core';
import type { LrpRule } from './rule.js';
import { routeBack } from './on-weighted-sums.js';

/**
 * Passes relevance on unchanged, elementwise. Only for layers whose input and output have the same shape; max-pooling and copies pass
 * it to the input that their output came from.
 *
 * @returns the rule
 * @throws InterpError when used: `bad-option` for a layer that changes the shape
 */
export const pass = (): LrpRule => (layer, input, relevance) => {
  if (layer.kind === 'max-pooling' || layer.kind === 'reshaping') return routeBack(layer, relevance);
  if (tf.util.arraysEqual(input.shape, relevance.shape)) return relevance;
  throw new InterpError(
    'bad-option',
    `the rule pass needs outputs of the same shape as inputs, and the layer "${layer.name}" makes [${relevance.shape.join(', ')}] of [${input.shape.join(', ')}]; choose another rule for it`,
  );
};
