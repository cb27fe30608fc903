import { checkedBy, checkNumber, number, optionsTable } from '@interp/core/internal';

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

/** How {@link linearRate} falls. */
export interface LinearRateOptions {
  /** The part of the training after which the rate falls. Default 0.5. */
  readonly from?: number;
  /** What is left of the rate at the end, as a part of it. Default 0. */
  readonly floor?: number;
}

const linearRateOptions = optionsTable<LinearRateOptions>()({
  from: number({ min: 0, max: 0.99, default: 0.5 }),
  floor: checkedBy((_, value) => checkNumber('the floor', value, { min: 0, max: 1 }), { default: 0 }),
});

/**
 * A rate that stays as it is and then falls in a straight line: persistent chains need slow weights at the end.
 *
 * @param options - from when, and down to what
 * @returns the schedule
 * @throws InterpError `bad-option` for parts outside of 0 to 1
 */
export const linearRate = (options: LinearRateOptions = {}): RateSchedule => {
  const { from, floor } = linearRateOptions.withDefaults(options);
  return {
    name: 'linear',
    settings: { from, floor },
    factor: (progress) => (progress < from ? 1 : floor + (1 - floor) * (1 - (progress - from) / (1 - from))),
  };
};
