import type { NeighbourDistances } from './gan-evaluation.js';

/**
 * What there is to say of some distances.
 *
 * @param distances - at least one
 * @returns how many, the smallest, median and mean
 */
export const distanceSummary = (distances: Float64Array): NeighbourDistances => {
  const sorted = distances.toSorted();
  const n = sorted.length;
  return {
    n,
    least: sorted[0],
    median: (sorted[(n - 1) >> 1] + sorted[n >> 1]) / 2,
    mean: sorted.reduce((sum, one) => sum + one, 0) / n,
  };
};
