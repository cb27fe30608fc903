import type { GanEpochRecord } from '@interp/gan';
import type { EpochRecord } from '@interp/lenet';
import type { RbmEpochRecord } from '@interp/rbm';
import { epochCharts, type EpochCurve } from '@interp/viz';
import type { Say } from '../language.js';

/** The losses of a training of the LeNet after each epoch, at least one, as SVG. */
export const lenetTrainingChart = (history: readonly EpochRecord[], say: Say): Promise<string> => {
  const training: readonly EpochCurve<EpochRecord>[] = history.some(({ adversarial }) => adversarial)
    ? [
        [say('clean', 'limpias'), ({ clean }) => clean?.loss],
        [say('adversarial', 'adversarias'), ({ adversarial }) => adversarial?.loss],
      ]
    : [[say('training', 'entrenamiento'), ({ loss }) => loss]];
  const curves: readonly EpochCurve<EpochRecord>[] = [
    ...training,
    [say('validation', 'validación'), ({ validation }) => validation?.loss],
    [say('validation, adversarial', 'validación, adversarias'), ({ validation }) => validation?.adversarial?.loss],
  ];
  const chart = { title: say('Loss', 'Pérdida'), yTitle: say('loss', 'pérdida'), curves };
  return epochCharts(history, [chart], say('epoch', 'época'));
};

/** What a training of an RBM is monitored by, after each epoch, at least one, as SVG. */
export const rbmTrainingChart = (history: readonly RbmEpochRecord[], say: Say): Promise<string> => {
  const training = say('training', 'entrenamiento');
  return epochCharts(
    history,
    [
      {
        title: say('Reconstruction error', 'Error de reconstrucción'),
        yTitle: say('mean square', 'error cuadrático medio'),
        curves: [[training, ({ reconstruction }) => reconstruction]],
      },
      {
        title: say('Free energy: held-out less training', 'Energía libre: prueba menos entrenamiento'),
        yTitle: 'nats',
        curves: [[say('gap', 'diferencia'), ({ freeEnergyGap }) => freeEnergyGap]],
      },
      {
        title: say('Exact log-likelihood', 'Log-verosimilitud exacta'),
        yTitle: say('nats an image', 'nats por imagen'),
        curves: [
          [training, ({ logLikelihood }) => logLikelihood],
          [say('held out', 'prueba'), ({ heldOutLogLikelihood }) => heldOutLogLikelihood],
        ],
      },
    ],
    say('epoch', 'época'),
  );
};

/** What a training of a GAN is monitored by, after each epoch, at least one, as SVG. */
export const ganTrainingChart = (history: readonly GanEpochRecord[], say: Say): Promise<string> => {
  const told = say(
    'Pairs of a real and a generated image told apart',
    'Pares (imagen real, imagen generada) que el discriminador distingue',
  );
  return epochCharts(
    history,
    [
      {
        title: say('Losses', 'Pérdidas'),
        yTitle: say('loss', 'pérdida'),
        curves: [
          [say('discriminator', 'discriminador'), ({ discriminatorLoss }) => discriminatorLoss],
          [say('generator', 'generador'), ({ generatorLoss }) => generatorLoss],
        ],
      },
      {
        title: told,
        yTitle: say('part', 'fracción'),
        curves: [[say('told', 'distinguidos'), ({ pairwiseAccuracy }) => pairwiseAccuracy]],
      },
    ],
    say('epoch', 'época'),
  );
};
