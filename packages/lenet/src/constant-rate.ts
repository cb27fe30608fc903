import type { Schedule } from '@interp/core/internal';

/**
 * A rate that stays as it is.
 *
 * @returns the schedule
 */
export const constantRate = (): Schedule => ({ name: 'constant', settings: {}, factor: () => 1 });
