import type { EpochRecord, LossAndAccuracy } from '@interp/lenet';
import { duration, percent } from '../../../shell/text.js';

const measuresOf = ({ loss, accuracy }: LossAndAccuracy): string =>
  `loss ${loss.toFixed(4)}, ${percent(accuracy)} right`;

/** An epoch in a line. */
export const epochLine = (record: EpochRecord, epochs: number): string => {
  const { epoch, clean, adversarial, seconds, validation } = record;
  return [
    `epoch ${epoch} of ${epochs}: ` +
      (clean && adversarial
        ? `clean ${measuresOf(clean)}, adversarial ${measuresOf(adversarial)}`
        : measuresOf(record)),
    ...(validation ? [`validation ${percent(validation.accuracy)}`] : []),
    ...(validation?.adversarial ? [`under attack ${percent(validation.adversarial.accuracy)}`] : []),
    duration(seconds),
  ].join(', ');
};
