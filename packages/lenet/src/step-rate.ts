import { checkedOptions, checkNumber } from '@interp/core/internal';
import type { Schedule } from '@interp/core/internal';

/** How {@link stepRate} falls. */
export interface StepRateOptions {
  /** Epochs between two falls. Default 1. */
  readonly every?: number;
  /** What the rate is multiplied by at each fall. Default 0.5. */
  readonly by?: number;
}

/**
 * A rate that falls by a factor every so many epochs.
 *
 * @param options - when and how much
 * @returns the schedule
 * @throws InterpError `bad-option` for numbers of 0 or less
 */
export const stepRate = (options: StepRateOptions = {}): Schedule => {
  const { every = 1, by = 0.5 } = checkedOptions(options);
  checkNumber('every', every, { above: 0 });
  checkNumber('by', by, { above: 0 });
  return {
    name: 'step',
    settings: { every, by },
    factor: (progress, epochs) => by ** Math.floor((progress * epochs + 1e-9) / every),
  };
};
