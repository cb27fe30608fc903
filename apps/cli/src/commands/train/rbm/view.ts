import type { RbmEpochRecord } from '@interp/rbm';
import type { Say } from '../../../shell/language.js';
import { stackedCharts } from '../../../shell/stacked-charts.js';

type Value = (record: RbmEpochRecord) => number | undefined;

/**
 * What a training of an RBM was watched by, after each epoch, as charts one below the other.
 *
 * @param history - at least one epoch
 * @param say - in which language
 * @returns the charts as SVG
 */
export const rbmTrainingChart = async (history: readonly RbmEpochRecord[], say: Say): Promise<string> => {
  const { lineChart } = await import('@interp/viz');
  const lineOf = (name: string, value: Value) => {
    const known = history.filter((record) => value(record) !== undefined);
    return { name, x: known.map(({ epoch }) => epoch), y: known.map((record) => value(record) ?? 0) };
  };
  const chart = async (title: string, yTitle: string, ...values: readonly (readonly [string, Value])[]) => {
    const lines = values.map(([name, value]) => lineOf(name, value)).filter(({ y }) => y.length > 0);
    return lines.length === 0
      ? []
      : [await lineChart(lines, { title, xTitle: say('epoch', 'época'), yTitle, height: 200 })];
  };
  const training = say('training', 'entrenamiento');
  return stackedCharts([
    ...(await chart(
      say('Reconstruction error', 'Error de reconstrucción'),
      say('mean square', 'error cuadrático medio'),
      [training, ({ reconstruction }) => reconstruction],
    )),
    ...(await chart(say('Free energy: held-out less training', 'Energía libre: prueba menos entrenamiento'), 'nats', [
      say('gap', 'diferencia'),
      ({ freeEnergyGap }) => freeEnergyGap,
    ])),
    ...(await chart(
      say('Exact log-likelihood', 'Log-verosimilitud exacta'),
      say('nats an image', 'nats por imagen'),
      [training, ({ logLikelihood }) => logLikelihood],
      [say('held out', 'prueba'), ({ heldOutLogLikelihood }) => heldOutLogLikelihood],
    )),
  ]);
};
