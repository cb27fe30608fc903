import { checkedOptions, checkNumber } from '@interp/core/internal';
import type { Schedule } from '@interp/core/internal';

/** How {@link cosineRate} falls. */
export interface CosineRateOptions {
  /** Part of the training in which the rate first rises from 0 in a straight line, from 0 to below 1. Default 0. */
  readonly warmUp?: number;
  /** What is left of the rate at the end, as a part of it. Default 0. */
  readonly floor?: number;
}

/**
 * A rate that falls along half a cosine wave (Loshchilov & Hutter 2017).
 *
 * @param options - warm-up and floor
 * @returns the schedule
 * @throws InterpError `bad-option` for parts outside of 0 to 1
 */
export const cosineRate = (options: CosineRateOptions = {}): Schedule => {
  const { warmUp = 0, floor = 0 } = checkedOptions(options);
  checkNumber('the warm-up', warmUp, { min: 0, max: 0.99 });
  checkNumber('the floor', floor, { min: 0, max: 1 });
  return {
    name: 'cosine',
    settings: { warmUp, floor },
    factor: (progress) => {
      if (progress < warmUp) return progress / warmUp;
      const left = (1 + Math.cos((Math.PI * (progress - warmUp)) / (1 - warmUp))) / 2;
      return floor + (1 - floor) * left;
    },
  };
};
