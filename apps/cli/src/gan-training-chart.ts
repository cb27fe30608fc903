import type { GanEpochRecord } from '@interp/gan';
import { stackedCharts } from './stacked-charts.js';

type Value = (record: GanEpochRecord) => number;

/**
 * What a training of a generator was watched by, after each epoch, as charts one below the other.
 *
 * @param history - at least one epoch
 * @returns the charts as SVG
 */
export const ganTrainingChart = async (history: readonly GanEpochRecord[]): Promise<string> => {
  const { lineChart } = await import('@interp/viz');
  const chart = (title: string, yTitle: string, ...values: readonly (readonly [string, Value])[]) =>
    lineChart(
      values.map(([name, value]) => ({ name, x: history.map(({ epoch }) => epoch), y: history.map(value) })),
      { title, xTitle: 'epoch', yTitle, height: 200 },
    );
  return stackedCharts([
    await chart(
      'Losses',
      'loss',
      ['discriminator', ({ discriminatorLoss }) => discriminatorLoss],
      ['generator', ({ generatorLoss }) => generatorLoss],
    ),
    await chart('Pairs of a real and a generated image told apart', 'part', ['told', ({ told }) => told]),
  ]);
};
