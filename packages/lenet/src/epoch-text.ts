import { checkFields, checkObject } from '@interp/checks';
import type { EpochRecord, LossAndAccuracy } from './epoch-record.js';

const percent = (part: number): string => `${(100 * part).toFixed(2)} %`;

const measuresOf = (given: LossAndAccuracy): string => {
  checkFields('the record', given, { loss: 'number', accuracy: 'number' });
  const { loss, accuracy } = given;
  return `loss ${loss.toFixed(4)}, ${percent(accuracy)} right`;
};

/**
 * What an epoch came to, for a log: `loss 0.1234, 96.50 % right, validation 95.80 %`.
 *
 * @param record - the epoch, as `train` records it
 * @returns a few words on one line
 *
 * @example
 * ```ts
 * import { epochText } from '@interp/lenet';
 *
 * console.log(epochText({ loss: 0.25, accuracy: 0.92 })); // loss 0.2500, 92.00 % right
 * ```
 */
export const epochText = (
  record: Pick<EpochRecord, 'loss' | 'accuracy' | 'clean' | 'adversarial' | 'validation'>,
): string => {
  checkObject('the record', record);
  const { clean, adversarial, validation } = record;
  return [
    clean && adversarial ? `clean ${measuresOf(clean)}, adversarial ${measuresOf(adversarial)}` : measuresOf(record),
    ...(validation ? [`validation ${percent(validation.accuracy)}`] : []),
    ...(validation?.adversarial ? [`under attack ${percent(validation.adversarial.accuracy)}`] : []),
  ].join(', ');
};
