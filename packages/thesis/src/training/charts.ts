import type { GanEpochRecord } from '@interp/gan';
import type { EpochRecord } from '@interp/lenet';
import type { RbmEpochRecord } from '@interp/rbm';
import { lineChart } from '@interp/viz';
import type { Say } from '../language.js';

const sizeOf = (svg: string): readonly [width: number, height: number] => {
  const [, width = '0', height = '0'] = /<svg[^>]*? width="([\d.]+)"[^>]*? height="([\d.]+)"/.exec(svg) ?? [];
  return [Number(width), Number(height)];
};

/** Charts one below the other in one document. */
const stack = (charts: readonly string[]): string => {
  const sizes = charts.map(sizeOf);
  const width = Math.max(...sizes.map(([w]) => w));
  const height = sizes.reduce((sum, [, h]) => sum + h, 0);
  let top = 0;
  const placed = charts.map((chart, i) => {
    const y = top;
    top += sizes[i][1];
    return chart.replace(/^[\s\S]*?<svg /, `<svg y="${y}" `);
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...placed,
    '</svg>',
  ].join('\n');
};

type Curve<Record> = readonly [name: string, value: (record: Record) => number | undefined];

/** Curves over epochs, each of the epochs of which it is known. */
const linesOf = <Record extends { readonly epoch: number }>(
  history: readonly Record[],
  curves: readonly Curve<Record>[],
) =>
  curves
    .map(([name, value]) => {
      const known = history.filter((record) => value(record) !== undefined);
      return { name, x: known.map(({ epoch }) => epoch), y: known.map((record) => value(record) ?? 0) };
    })
    .filter(({ y }) => y.length > 0);

/**
 * The losses of a training of the LeNet after each epoch.
 *
 * @param history - at least one epoch
 * @param say - in which language
 * @returns the chart as SVG
 */
export const lenetTrainingChart = (history: readonly EpochRecord[], say: Say): Promise<string> => {
  const adversarial = history.some((record) => record.adversarial);
  const training: readonly Curve<EpochRecord>[] = adversarial
    ? [
        [say('clean', 'limpias'), ({ clean }) => clean?.loss],
        [say('adversarial', 'adversarias'), (record) => record.adversarial?.loss],
      ]
    : [[say('training', 'entrenamiento'), ({ loss }) => loss]];
  return lineChart(
    linesOf(history, [
      ...training,
      [say('validation', 'validación'), ({ validation }) => validation?.loss],
      [say('validation, adversarial', 'validación, adversarias'), ({ validation }) => validation?.adversarial?.loss],
    ]),
    { title: say('Loss', 'Pérdida'), xTitle: say('epoch', 'época'), yTitle: say('loss', 'pérdida') },
  );
};

/** One chart of several below each other; nothing where none of its curves is known. */
const panel = async <Record extends { readonly epoch: number }>(
  history: readonly Record[],
  { title, xTitle, yTitle }: { readonly title: string; readonly xTitle: string; readonly yTitle: string },
  ...curves: readonly Curve<Record>[]
): Promise<readonly string[]> => {
  const lines = linesOf(history, curves);
  return lines.length === 0 ? [] : [await lineChart(lines, { title, xTitle, yTitle, height: 200 })];
};

/**
 * What a training of an RBM is monitored by, after each epoch, as charts one below the other.
 *
 * @param history - at least one epoch
 * @param say - in which language
 * @returns the charts as SVG
 */
export const rbmTrainingChart = async (history: readonly RbmEpochRecord[], say: Say): Promise<string> => {
  const [xTitle, training] = [say('epoch', 'época'), say('training', 'entrenamiento')];
  return stack([
    ...(await panel(
      history,
      {
        title: say('Reconstruction error', 'Error de reconstrucción'),
        xTitle,
        yTitle: say('mean square', 'error cuadrático medio'),
      },
      [training, ({ reconstruction }) => reconstruction],
    )),
    ...(await panel(
      history,
      {
        title: say('Free energy: held-out less training', 'Energía libre: prueba menos entrenamiento'),
        xTitle,
        yTitle: 'nats',
      },
      [say('gap', 'diferencia'), ({ freeEnergyGap }) => freeEnergyGap],
    )),
    ...(await panel(
      history,
      {
        title: say('Exact log-likelihood', 'Log-verosimilitud exacta'),
        xTitle,
        yTitle: say('nats an image', 'nats por imagen'),
      },
      [training, ({ logLikelihood }) => logLikelihood],
      [say('held out', 'prueba'), ({ heldOutLogLikelihood }) => heldOutLogLikelihood],
    )),
  ]);
};

/**
 * What a training of a GAN is monitored by, after each epoch, as charts one below the other.
 *
 * @param history - at least one epoch
 * @param say - in which language
 * @returns the charts as SVG
 */
export const ganTrainingChart = async (history: readonly GanEpochRecord[], say: Say): Promise<string> => {
  const xTitle = say('epoch', 'época');
  return stack([
    ...(await panel(
      history,
      { title: say('Losses', 'Pérdidas'), xTitle, yTitle: say('loss', 'pérdida') },
      [say('discriminator', 'discriminador'), ({ discriminatorLoss }) => discriminatorLoss],
      [say('generator', 'generador'), ({ generatorLoss }) => generatorLoss],
    )),
    ...(await panel(
      history,
      {
        title: say(
          'Pairs of a real and a generated image told apart',
          'Pares (imagen real, imagen generada) que el discriminador distingue',
        ),
        xTitle,
        yTitle: say('part', 'fracción'),
      },
      [say('told', 'distinguidos'), ({ pairwiseAccuracy }) => pairwiseAccuracy],
    )),
  ]);
};
