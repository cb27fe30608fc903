import * as tf from '@tensorflow/tfjs-core';
import type { LrpRule } from './rule.js';
import { identified } from '../identity.js';
import { onWeightedSums } from './on-weighted-sums.js';
import { addEven, divide } from './divide.js';

/**
 * The flat rule: each input of a unit gets the same share of its relevance. It ignores weights and bias. For
 * first layers. Lapuschkin et al. 2019.
 *
 * @returns the rule
 */
export const flat = (): LrpRule =>
  identified(
    'flat',
    onWeightedSums((layer, input, relevance) => {
      const inputs = layer.map(tf.fill([1, ...input.shape.slice(1)], 1), 'one');
      const { quotients, even } = divide(layer, inputs, relevance);
      return addEven(layer, layer.transpose(quotients, 'one'), even);
    }),
  );
