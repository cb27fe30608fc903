import { checkedOptions, checkNumber } from '@interp/core/internal';

/** How the learning rates go over a training. A value: a new schedule is a new function that returns one of these. */
export interface RateSchedule {
  /** What people call it. */
  readonly name: string;
  /** Its numbers; a checkpoint keeps them to notice others. */
  readonly settings: Readonly<Record<string, number>>;
  /**
   * What all rates are multiplied by.
   *
   * @param progress - the part of the training that is done, from 0 to below 1
   * @param epochs - epochs in all
   * @returns a factor of 0 or more
   */
  readonly factor: (progress: number, epochs: number) => number;
}

/**
 * Rates that stay as they are.
 *
 * @returns the schedule
 */
export const constantRate = (): RateSchedule => ({ name: 'constant', settings: {}, factor: () => 1 });

/**
 * Rates that stay as they are and then fall in a straight line: persistent chains need slow weights at the end.
 *
 * @param options - `from`, the part of the training after which they fall, default 0.5; `floor`, the part of them that is left at the end,
 *   default 0
 * @returns the schedule
 * @throws InterpError `bad-option` for parts outside of 0 to 1
 */
export const linearRate = (options: { from?: number; floor?: number } = {}): RateSchedule => {
  const { from = 0.5, floor = 0 } = checkedOptions(options);
  checkNumber('from', from, { min: 0, max: 0.99 });
  checkNumber('the floor', floor, { min: 0, max: 1 });
  return {
    name: 'linear',
    settings: { from, floor },
    factor: (progress) => (progress < from ? 1 : floor + (1 - floor) * (1 - (progress - from) / (1 - from))),
  };
};
