import { checkFields } from '@interp/checks';
import type { RbmEpochRecord } from './learner.js';

/**
 * What an epoch came to, for a log: `reconstruction 0.0781, free-energy gap 3.3`.
 *
 * @param record - the epoch, as `trainRbm` records it
 * @returns a few words on one line
 *
 * @example
 * ```ts
 * import { epochText } from '@interp/rbm';
 *
 * console.log(epochText({ reconstruction: 0.0781, freeEnergyGap: 3.3 })); // reconstruction 0.0781, free-energy gap 3.3
 * ```
 */
export const epochText = (
  record: Pick<RbmEpochRecord, 'reconstruction' | 'freeEnergyGap' | 'validationLogLikelihood'>,
): string => {
  checkFields('the record', record, { reconstruction: 'number' });
  const { reconstruction, freeEnergyGap, validationLogLikelihood } = record;
  return [
    `reconstruction ${reconstruction.toFixed(4)}`,
    ...(freeEnergyGap === undefined ? [] : [`free-energy gap ${freeEnergyGap.toFixed(1)}`]),
    ...(validationLogLikelihood === undefined
      ? []
      : [`log-likelihood ${validationLogLikelihood.toFixed(1)} on validation images`]),
  ].join(', ');
};
