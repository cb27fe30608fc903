import type { GanEpochRecord } from '@interp/gan';
import { duration, percent } from '../../../shell/text.js';

/** An epoch in a line. */
export const epochLine = (
  { epoch, discriminatorLoss, generatorLoss, pairwiseAccuracy, seconds }: GanEpochRecord,
  epochs: number,
): string =>
  `epoch ${epoch} of ${epochs}: discriminator ${discriminatorLoss.toFixed(3)}, generator ${generatorLoss.toFixed(3)}, ` +
  `${percent(pairwiseAccuracy)} of the pairs told apart, ${duration(seconds)}`;

/** What a training of a generator was watched by, after each epoch, as charts one below the other. */
export const trainingPicture = async (history: readonly GanEpochRecord[]): Promise<string> => {
  const { historyCharts } = await import('@interp/viz');
  return historyCharts(
    history,
    [
      {
        title: 'Losses',
        yTitle: 'loss',
        lines: [
          { name: 'discriminator', value: ({ discriminatorLoss }) => discriminatorLoss },
          { name: 'generator', value: ({ generatorLoss }) => generatorLoss },
        ],
      },
      {
        title: 'Pairs of a real and a generated image told apart',
        yTitle: 'part',
        lines: [{ name: 'told apart', value: ({ pairwiseAccuracy }) => pairwiseAccuracy }],
      },
    ],
    { xTitle: 'epoch' },
  );
};
