import type { GanEpochRecord } from '@interp/gan';
import type { EpochRecord } from '@interp/lenet';
import type { RbmEpochRecord } from '@interp/rbm';
import { historyCharts, type HistoryPanel } from '@interp/viz';
import type { Say } from '../language.js';

/** The losses of a training of the LeNet after each epoch, at least one, as SVG. */
export const lenetTrainingChart = (history: readonly EpochRecord[], say: Say): Promise<string> => {
  const training: HistoryPanel<EpochRecord>['lines'] = history.some(({ adversarial }) => adversarial)
    ? [
        { name: say('clean', 'limpias'), value: ({ clean }) => clean?.loss },
        { name: say('adversarial', 'adversarias'), value: ({ adversarial }) => adversarial?.loss },
      ]
    : [{ name: say('training', 'entrenamiento'), value: ({ loss }) => loss }];
  const lines: HistoryPanel<EpochRecord>['lines'] = [
    ...training,
    { name: say('validation', 'validación'), value: ({ validation }) => validation?.loss },
    {
      name: say('validation, adversarial', 'validación, adversarias'),
      value: ({ validation }) => validation?.adversarial?.loss,
    },
  ];
  const chart = { title: say('Loss', 'Pérdida'), yTitle: say('loss', 'pérdida'), lines };
  return historyCharts(history, [chart], { xTitle: say('epoch', 'época'), height: 280 });
};

/** What a training of an RBM is monitored by, after each epoch, at least one, as SVG. */
export const rbmTrainingChart = (history: readonly RbmEpochRecord[], say: Say): Promise<string> => {
  const training = say('training', 'entrenamiento');
  return historyCharts(
    history,
    [
      {
        title: say('Reconstruction error', 'Error de reconstrucción'),
        yTitle: say('mean square', 'error cuadrático medio'),
        lines: [{ name: training, value: ({ reconstruction }) => reconstruction }],
      },
      {
        title: say('Free energy: validation less training', 'Energía libre: prueba menos entrenamiento'),
        yTitle: 'nats',
        lines: [{ name: say('gap', 'diferencia'), value: ({ freeEnergyGap }) => freeEnergyGap }],
      },
      {
        title: say('Exact log-likelihood', 'Log-verosimilitud exacta'),
        yTitle: say('nats an image', 'nats por imagen'),
        lines: [
          { name: training, value: ({ logLikelihood }) => logLikelihood },
          { name: say('validation', 'prueba'), value: ({ validationLogLikelihood }) => validationLogLikelihood },
        ],
      },
    ],
    { xTitle: say('epoch', 'época') },
  );
};

/** What a training of a GAN is monitored by, after each epoch, at least one, as SVG. */
export const ganTrainingChart = (history: readonly GanEpochRecord[], say: Say): Promise<string> => {
  const title = say(
    'Pairs of a real and a generated image told apart',
    'Pares (imagen real, imagen generada) que el discriminador distingue',
  );
  return historyCharts(
    history,
    [
      {
        title: say('Losses', 'Pérdidas'),
        yTitle: say('loss', 'pérdida'),
        lines: [
          { name: say('discriminator', 'discriminador'), value: ({ discriminatorLoss }) => discriminatorLoss },
          { name: say('generator', 'generador'), value: ({ generatorLoss }) => generatorLoss },
        ],
      },
      {
        title,
        yTitle: say('part', 'fracción'),
        lines: [
          { name: say('pairwise accuracy', 'exactitud por pares'), value: ({ pairwiseAccuracy }) => pairwiseAccuracy },
        ],
      },
    ],
    { xTitle: say('epoch', 'época') },
  );
};
