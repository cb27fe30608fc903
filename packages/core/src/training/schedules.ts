import { checkedOptions } from '../checked-options.js';
import { checkNumber } from '../check-number.js';
import type { Schedule } from './schedule.js';

/** How {@link oneCycleRate} rises and falls. */
export interface OneCycleRateOptions {
  /** Part of the training in which the rate rises, from above 0 to below 1. Default 0.3. */
  readonly rise?: number;
  /** The rate at the start as a part of its peak. Default 0.04. */
  readonly start?: number;
  /** The rate at the end as a part of its peak. Default 0.0001. */
  readonly end?: number;
}

/**
 * A rate that rises to its peak and falls to almost nothing, both along half a cosine wave (Smith & Topin 2019). The option
 * `rate` of the training is the peak.
 *
 * @param options - where the peak is, and both ends
 * @returns the schedule
 * @throws InterpError `bad-option` for parts outside of 0 to 1
 *
 * @example
 * ```ts
 * import { oneCycleRate } from '@interp/core/internal';
 *
 * const schedule = oneCycleRate({ rise: 0.3 });
 * console.log(schedule.factor(0.3, 5)); // 1
 * ```
 */
export const oneCycleRate = (options: OneCycleRateOptions = {}): Schedule => {
  const { rise = 0.3, start = 0.04, end = 0.0001 } = checkedOptions(options);
  checkNumber('the rise', rise, { min: 0.001, max: 0.999 });
  checkNumber('the start', start, { min: 0, max: 1 });
  checkNumber('the end', end, { min: 0, max: 1 });
  const between = (from: number, to: number, part: number): number =>
    to + ((from - to) * (1 + Math.cos(Math.PI * part))) / 2;
  return {
    name: 'one-cycle',
    settings: { rise, start, end },
    factor: (progress) =>
      progress < rise ? between(start, 1, progress / rise) : between(1, end, (progress - rise) / (1 - rise)),
  };
};
