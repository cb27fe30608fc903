import { checkFields } from '@interp/checks';
import type { GanEpochRecord } from './measures.js';

/**
 * What an epoch came to, for a log: `discriminator 1.089, generator 0.689, 87.50 % of the pairs told apart`.
 *
 * @param record - the epoch, as `trainGan` records it
 * @returns a few words on one line
 *
 * @example
 * ```ts
 * import { epochText } from '@interp/gan';
 *
 * console.log(epochText({ discriminatorLoss: 1.1, generatorLoss: 0.7, pairwiseAccuracy: 0.9 }));
 * // discriminator 1.100, generator 0.700, 90.00 % of the pairs told apart
 * ```
 */
export const epochText = (
  record: Pick<GanEpochRecord, 'discriminatorLoss' | 'generatorLoss' | 'pairwiseAccuracy'>,
): string => {
  checkFields('the record', record, {
    discriminatorLoss: 'number',
    generatorLoss: 'number',
    pairwiseAccuracy: 'number',
  });
  const { discriminatorLoss, generatorLoss, pairwiseAccuracy } = record;
  return (
    `discriminator ${discriminatorLoss.toFixed(3)}, generator ${generatorLoss.toFixed(3)}, ` +
    `${(100 * pairwiseAccuracy).toFixed(2)} % of the pairs told apart`
  );
};
