import type { GanEpochRecord } from '@interp/gan';
import type { Say } from '../../../shell/language.js';
import { stackedCharts } from '../../../shell/stacked-charts.js';

type Value = (record: GanEpochRecord) => number;

/**
 * What a training of a generator was watched by, after each epoch, as charts one below the other.
 *
 * @param history - at least one epoch
 * @param say - in which language
 * @returns the charts as SVG
 */
export const ganTrainingChart = async (history: readonly GanEpochRecord[], say: Say): Promise<string> => {
  const { lineChart } = await import('@interp/viz');
  const chart = (title: string, yTitle: string, ...values: readonly (readonly [string, Value])[]) =>
    lineChart(
      values.map(([name, value]) => ({ name, x: history.map(({ epoch }) => epoch), y: history.map(value) })),
      { title, xTitle: say('epoch', 'época'), yTitle, height: 200 },
    );
  return stackedCharts([
    await chart(
      say('Losses', 'Pérdidas'),
      say('loss', 'pérdida'),
      [say('discriminator', 'discriminador'), ({ discriminatorLoss }) => discriminatorLoss],
      [say('generator', 'generador'), ({ generatorLoss }) => generatorLoss],
    ),
    await chart(
      say(
        'Pairs of a real and a generated image told apart',
        'Pares (imagen real, imagen generada) que el discriminador distingue',
      ),
      say('part', 'fracción'),
      [say('told', 'distinguidos'), ({ pairwiseAccuracy }) => pairwiseAccuracy],
    ),
  ]);
};
