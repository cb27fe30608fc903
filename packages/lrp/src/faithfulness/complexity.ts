import type { Tensor } from '@tensorflow/tfjs-core';
import { mapsOf } from './maps-of.js';

const entropy = (map: Float32Array): number => {
  const total = map.reduce((sum, value) => sum + Math.abs(value), 0);
  if (total === 0) return 0;
  return map.reduce((sum, value) => {
    const share = Math.abs(value) / total;
    return share > 0 ? sum - share * Math.log(share) : sum;
  }, 0);
};

/**
 * Complexity of maps, the entropy in nats of each pixel's share of |R|: 0 if one pixel has it all (or all are 0), ln n if n
 * pixels share it equally (Bhatt, Weller & Moura 2020).
 *
 * @param relevance - maps, `[n, ...shape]`; borrowed
 * @returns one number for each map
 * @throws InterpError `bad-shape`, `bad-value`
 */
export const complexity = (relevance: Tensor): number[] => mapsOf(relevance).map(entropy);
