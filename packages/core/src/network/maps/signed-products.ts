import * as tf from '@tensorflow/tfjs-core';
import { kernel as run } from '../host.js';
import { kernelVariant, type Layout } from './kernel-change.js';
import type { LinearMap } from './linear-map.js';
import type { WeightCache, Weight } from './weights.js';

const sorted: Layout = {
  name: 'sorted by sign',
  make: (kernel) => run('SortBySign', { kernel }, {}),
};

const columns: Layout = {
  name: 'columns',
  make: (kernel) => tf.transpose(kernel, kernel.rank === 2 ? [1, 0] : [0, 1, 3, 2]),
};

/**
 * Signed sums of a matrix by compiled kernels, which take each weight once: a weight has one sign.
 *
 * @param cache - for the matrix in other layouts
 * @param weight - the matrix, `[inputs, units]`, or a filter of one pixel, `[1, 1, inputs, units]`
 * @returns functions that give undefined where the backend has no such kernels
 */
export const signedProducts = (
  cache: WeightCache,
  weight: Weight,
): Required<Pick<LinearMap, 'signedSums' | 'distribute'>> => {
  const areThere = (): boolean => tf.getKernel('SignedSums', tf.getBackend()) !== undefined;
  return {
    signedSums: (x, isMixed) => {
      if (!areThere()) return undefined;
      const kernel = kernelVariant(cache, weight, undefined, isMixed() ? columns : sorted);
      return run('SignedSums', { x, kernel }, { columns: weight.read().shape.at(-1)!, isMixed: isMixed() });
    },
    distribute: (x, shares, isMixed) =>
      areThere() ? run('SignedShares', { shares, kernel: weight.read(), x }, { isMixed: isMixed() }) : undefined,
  };
};
