import type { RbmEpochRecord } from '@interp/rbm';
import { stackedCharts } from './stacked-charts.js';

type Value = (record: RbmEpochRecord) => number | undefined;

/**
 * What a training of an RBM was watched by, after each epoch, as charts one below the other.
 *
 * @param history - at least one epoch
 * @returns the charts as SVG
 */
export const rbmTrainingChart = async (history: readonly RbmEpochRecord[]): Promise<string> => {
  const { lineChart } = await import('@interp/viz');
  const lineOf = (name: string, value: Value) => {
    const known = history.filter((record) => value(record) !== undefined);
    return { name, x: known.map(({ epoch }) => epoch), y: known.map((record) => value(record) ?? 0) };
  };
  const chart = async (title: string, yTitle: string, ...values: readonly (readonly [string, Value])[]) => {
    const lines = values.map(([name, value]) => lineOf(name, value)).filter(({ y }) => y.length > 0);
    return lines.length === 0 ? [] : [await lineChart(lines, { title, xTitle: 'epoch', yTitle, height: 200 })];
  };
  return stackedCharts([
    ...(await chart('Reconstruction error', 'mean square', ['training', ({ reconstruction }) => reconstruction])),
    ...(await chart('Free energy: held-out less training', 'nats', ['gap', ({ freeEnergyGap }) => freeEnergyGap])),
    ...(await chart(
      'Exact log-likelihood',
      'nats an image',
      ['training', ({ logLikelihood }) => logLikelihood],
      ['held out', ({ heldOutLogLikelihood }) => heldOutLogLikelihood],
    )),
  ]);
};
