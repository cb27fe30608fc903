import type { Tensor } from '@tensorflow/tfjs-core';
import { mapsOf } from './maps-of.js';

const gini = (map: Float32Array): number => {
  const sizes = Float64Array.from(map, Math.abs).sort();
  const n = sizes.length;
  const total = sizes.reduce((sum, value) => sum + value, 0);
  return total === 0 ? 0 : sizes.reduce((sum, value, i) => sum + (2 * (i + 1) - n - 1) * value, 0) / (n * total);
};

/**
 * Sparseness of maps, the Gini index of |R|: Σ_i (2i - n - 1) a_i / (n Σ a_i) of the absolute values a in ascending order. It
 * is 0 if all pixels have the same |R|, and near 1 if one pixel has it all (Chalasani et al. 2020; Hurley & Rickard 2009).
 *
 * @param relevance - maps, `[n, ...shape]`; borrowed
 * @returns one number for each map
 * @throws InterpError `bad-shape`, `bad-value`
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { sparseness } from '@interp/lrp';
 *
 * console.log(sparseness(tf.tensor2d([[1, 1, 1, 1], [0, 0, 0, -3]]))); // [ 0, 0.75 ]
 * ```
 */
export const sparseness = (relevance: Tensor): number[] => mapsOf(relevance).map(gini);
