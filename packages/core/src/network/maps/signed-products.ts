import * as tf from '@tensorflow/tfjs-core';
import { kernel as run, kernelIfThere } from '../host.js';
import { kernelVariant, type Layout } from './kernel-change.js';
import type { LinearMap } from './linear-map.js';
import type { WeightCache, Weight } from './weights.js';

const sorted: Layout = {
  name: 'sorted by sign',
  make: (kernel) => run('SortBySign', { kernel }, {}),
};

/**
 * Signed sums of a matrix by compiled kernels, which take each weight once: a weight has one sign.
 *
 * @param cache - for the matrix in other layouts
 * @param weight - the matrix, `[inputs, units]`, or a filter of one pixel, `[1, 1, inputs, units]`
 * @param transposed - the layout of it that has the last two axes exchanged
 * @returns functions that give undefined where the backend has no such kernels
 */
export const signedProducts = (
  cache: WeightCache,
  weight: Weight,
  transposed: Layout,
): Required<Pick<LinearMap, 'signedSums' | 'distribute'>> => ({
  signedSums: (x, isMixed) => {
    if (!tf.getKernel('SignedSums', tf.getBackend())) return undefined;
    const kernel = kernelVariant(cache, weight, undefined, isMixed() ? transposed : sorted);
    return run('SignedSums', { x, kernel }, { columns: weight.read().shape.at(-1)!, isMixed: isMixed() });
  },
  distribute: (x, shares, isMixed) =>
    kernelIfThere('SignedShares', { shares, kernel: weight.read(), x }, { isMixed: isMixed() }),
});
