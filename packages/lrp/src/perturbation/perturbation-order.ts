import type { Random } from '@interp/core';
import type { Window } from './windows.js';

/** Which regions go first: the most relevant, the least relevant, or any. */
export type PerturbationOrder = 'most-relevant-first' | 'least-relevant-first' | 'random';

/** The orders that there are. */
export const perturbationOrders: readonly PerturbationOrder[] = [
  'most-relevant-first',
  'least-relevant-first',
  'random',
];

const relevanceOf = (map: Float32Array, region: Window): number => region.reduce((sum, place) => sum + map[place], 0);

/**
 * The order in which the regions of an image are taken away. Regions of the same relevance go in their own order.
 *
 * @param map - the image's relevance, flat
 * @param regions - the regions
 * @param first - which go first
 * @param stream - of a random order
 * @returns places in `regions`
 */
export const perturbationOrder = (
  map: Float32Array,
  regions: readonly Window[],
  first: PerturbationOrder,
  stream: Random,
): ArrayLike<number> => {
  if (first === 'random') return stream.permutation(regions.length);
  const sign = first === 'most-relevant-first' ? -1 : 1;
  const keys = regions.map((region) => sign * relevanceOf(map, region));
  return keys.map((_, place) => place).sort((a, b) => keys[a] - keys[b]);
};
