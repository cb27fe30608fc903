import * as tf from '@tensorflow/tfjs-core';
import { anyOf, kernel as run, kernelIfThere, kernelsIfThere, partIf } from '@interp/tape/internal';
import { kernelVariant, type Layout } from './kernel-change.js';
import type { LinearMap } from './linear-map.js';
import type { WeightCache, Weight } from './weights.js';

/** From so many rows on. */
const rowsWorthLists = 16;

/** What each column's weights are when they are sorted by sign. */
const sortedBySign = (name: string, make: (kernel: tf.Tensor) => tf.Tensor): Layout => ({
  name: `${name}sorted by sign`,
  make: (kernel) => run('SortBySign', { kernel: make(kernel) }, {}),
});

const sorted = sortedBySign('', (kernel) => kernel);

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
  const sortedBack = sortedBySign(`${transposed.name} `, transposed.make);
  const isThere = (kernel: string): boolean => tf.getKernel(kernel, tf.getBackend()) !== undefined;
  /** Whether the kernels take weights sorted by sign. Those of graphics cards take the weights as they are and values of any sign, so that nothing waits for `isMixed`. */
  const takesLists = (): boolean => isThere('SortBySign');
  return {
    signedSums: (x, isMixed) => {
      if (!isThere('SignedSums')) return undefined;
      if (!takesLists()) return run('SignedSums', { x, kernel: weight.read() }, {});
      const attributes = { columns: weight.read().shape.at(-1)!, isMixed: isMixed() };
      return run('SignedSums', { x, kernel: forSums(isMixed()) }, attributes);
    },
    distribute: (x, shares, isMixed) =>
      kernelIfThere('SignedShares', { shares, kernel: weight.read(), x }, { isMixed: takesLists() && isMixed() }),
    shareBySign: (x, relevance, factors, isMixed) => {
      if (!isThere('SignedRelevance')) return undefined;
      // Without β negative products have no share, so that each weight is multiplied once; of few rows that is not worth lists for the way back.
      const isWorthLists = factors.beta === 0 && x.size >= rowsWorthLists * x.shape.at(-1)!;
      const back = isWorthLists && { back: kernelVariant(cache, weight, undefined, sortedBack) };
      const inputs = { x, sorted: forSums(isMixed()), kernel: weight.read(), ...back, relevance };
      const [shared, even, found] = kernelsIfThere('SignedRelevance', inputs, { ...factors, isMixed: isMixed() })!;
      return { relevance: shared, even: partIf(even, anyOf(found)) };
    },
  };
};
