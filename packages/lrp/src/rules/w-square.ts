import * as tf from '@tensorflow/tfjs-core';
import type { LrpRule } from './rule.js';
import { identified } from '../identity.js';
import { onWeightedSums } from './on-weighted-sums.js';
import { addEven, divide, sharingBias } from './divide.js';

/**
 * The w² rule: relevance is shared by squared weights, independent of the input, R_i = Σ_j w_ij² / (Σ_i w_ij² + b_j²) R_j; without b_j² if
 * biases are dropped. Montavon et al. 2017.
 *
 * @returns the rule
 */
export const wSquare = (): LrpRule =>
  identified(
    'w-square',
    onWeightedSums((layer, input, relevance) => {
      const sums = layer.map(tf.ones([1, ...input.shape.slice(1)]), 'square');
      const kept = sharingBias(layer, 'drop');
      const bias = kept && tf.square(kept);
      const { quotients, even } = divide(layer, bias ? tf.add(sums, bias) : sums, relevance, { bias });
      return addEven(layer, layer.transpose(quotients, 'square'), even);
    }),
  );
