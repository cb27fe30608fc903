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

/** The loss after each epoch as a chart. */
export const lossPicture = async (history: readonly EpochRecord[]): Promise<string> => {
  const { historyCharts } = await import('@interp/viz');
  const against = history.some(({ adversarial }) => adversarial);
  const lossOf = (name: string, of: (record: EpochRecord) => { readonly loss: number } | undefined) => ({
    name,
    value: (record: EpochRecord) => of(record)?.loss,
  });
  return historyCharts(
    history,
    [
      {
        title: 'Loss',
        yTitle: 'loss',
        lines: [
          ...(against
            ? [lossOf('clean', ({ clean }) => clean), lossOf('adversarial', ({ adversarial }) => adversarial)]
            : [lossOf('training', (record) => record)]),
          lossOf('validation', ({ validation }) => validation),
          lossOf('validation, adversarial', ({ validation }) => validation?.adversarial),
        ],
      },
    ],
    { xTitle: 'epoch', height: 280 },
  );
};
