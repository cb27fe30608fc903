import * as tf from '@tensorflow/tfjs-core';
import { anyOf, kernel as run, kernelIfThere, kernelsIfThere, partIf } from '@interp/tape/internal';
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
): Required<Pick<LinearMap, 'signedSums' | 'distribute' | 'shareBySign'>> => {
  const forSums = (isMixed: boolean): tf.Tensor =>
    kernelVariant(cache, weight, undefined, isMixed ? transposed : sorted);
  const isThere = (kernel: string): boolean => tf.getKernel(kernel, tf.getBackend()) !== undefined;
  return {
    signedSums: (x, isMixed) => {
      if (!isThere('SignedSums')) return undefined;
      const attributes = { columns: weight.read().shape.at(-1)!, isMixed: isMixed() };
      return run('SignedSums', { x, kernel: forSums(isMixed()) }, attributes);
    },
    distribute: (x, shares, isMixed) =>
      kernelIfThere('SignedShares', { shares, kernel: weight.read(), x }, { isMixed: isMixed() }),
    shareBySign: (x, relevance, factors, isMixed) => {
      if (!isThere('SignedRelevance')) return undefined;
      const inputs = { x, sorted: forSums(isMixed()), kernel: weight.read(), relevance };
      const [shared, even, found] = kernelsIfThere('SignedRelevance', inputs, { ...factors, isMixed: isMixed() })!;
      return { relevance: shared, even: partIf(even, anyOf(found)) };
    },
  };
};
