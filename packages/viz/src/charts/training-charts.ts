import { callback, optionsTable } from '@interp/checks';
import { historyCharts, type HistoryPanel } from './history-charts.js';

/** Options of the charts of a training. */
export interface TrainingChartOptions {
  /** Translates titles and names of lines, which it gets in English. Default none. */
  readonly translate?: (text: string) => string;
}

const trainingChartOptions = optionsTable<TrainingChartOptions>()({ translate: callback() });

/** What is drawn of an epoch of a classifier's training; `train` of `@interp/lenet` records it. */
export interface ClassifierEpoch {
  /** Its number, from 1. */
  readonly epoch: number;
  /** Mean loss on training images. */
  readonly loss: number;
  /** On images as they are, in adversarial training. */
  readonly clean?: { readonly loss: number };
  /** On attacked images, in adversarial training. */
  readonly adversarial?: { readonly loss: number };
  /** On images that were held out. */
  readonly validation?: { readonly loss: number; readonly adversarial?: { readonly loss: number } };
}

/** What is drawn of an epoch of the training of an RBM; `trainRbm` of `@interp/rbm` records it. */
export interface RbmEpoch {
  /** Its number, from 1. */
  readonly epoch: number;
  /** Mean squared error of the reconstruction. */
  readonly reconstruction: number;
  /** Mean free energy of validation images minus that of training images, in nats. */
  readonly freeEnergyGap?: number;
  /** Mean exact log-likelihood of training images, in nats. */
  readonly logLikelihood?: number;
  /** The same of validation images. */
  readonly validationLogLikelihood?: number;
}

/** What is drawn of an epoch of the training of a GAN; `trainGan` of `@interp/gan` records it. */
export interface GanEpoch {
  /** Its number, from 1. */
  readonly epoch: number;
  /** Mean loss of the discriminator. */
  readonly discriminatorLoss: number;
  /** Mean loss of the generator. */
  readonly generatorLoss: number;
  /** Fraction of the pairs of a real and a generated image of which the discriminator takes the real one for likelier. */
  readonly pairwiseAccuracy: number;
}

const draw = async <Epoch extends { readonly epoch: number }>(
  history: readonly Epoch[],
  panels: readonly HistoryPanel<Epoch>[],
  options: TrainingChartOptions | undefined,
  height?: number,
): Promise<string> => {
  const { translate = (text: string) => text } = trainingChartOptions.withDefaults(options);
  const translated = panels.map(({ title, yTitle, lines }) => ({
    title: translate(title),
    yTitle: translate(yTitle),
    lines: lines.map(({ name, value }) => ({ name: translate(name), value })),
  }));
  return historyCharts(history, translated, { xTitle: translate('epoch'), height });
};

/**
 * Draws the losses of a classifier's training per epoch.
 *
 * @param history - the epochs, at least one
 * @param options - translation
 * @returns an SVG document
 * @throws InterpError as {@link historyCharts}
 *
 * @example
 * ```ts
 * import { classifierTrainingChart } from '@interp/viz';
 *
 * const svg = await classifierTrainingChart([{ epoch: 1, loss: 0.9 }, { epoch: 2, loss: 0.4, validation: { loss: 0.5 } }]);
 * console.log(svg.includes('validation')); // true
 * ```
 */
export const classifierTrainingChart = (
  history: readonly ClassifierEpoch[],
  options?: TrainingChartOptions,
): Promise<string> => {
  const lines: HistoryPanel<ClassifierEpoch>['lines'] = [
    { name: 'training', value: ({ loss, adversarial }) => (adversarial ? undefined : loss) },
    { name: 'clean', value: ({ clean }) => clean?.loss },
    { name: 'adversarial', value: ({ adversarial }) => adversarial?.loss },
    { name: 'validation', value: ({ validation }) => validation?.loss },
    { name: 'validation, adversarial', value: ({ validation }) => validation?.adversarial?.loss },
  ];
  return draw(history, [{ title: 'Loss', yTitle: 'loss', lines }], options, 280);
};

/**
 * Draws what the training of an RBM is watched by, per epoch: reconstruction error, the gap of free energies, and the exact log-likelihood
 * where it is known, one below the other.
 *
 * @param history - the epochs, at least one
 * @param options - translation
 * @returns an SVG document
 * @throws InterpError as {@link historyCharts}
 *
 * @example
 * ```ts
 * import { rbmTrainingChart } from '@interp/viz';
 *
 * const svg = await rbmTrainingChart([{ epoch: 1, reconstruction: 0.2, freeEnergyGap: 3 }]);
 * console.log(svg.includes('Reconstruction error')); // true
 * ```
 */
export const rbmTrainingChart = (history: readonly RbmEpoch[], options?: TrainingChartOptions): Promise<string> => {
  const reconstruction = { name: 'training', value: (epoch: RbmEpoch) => epoch.reconstruction };
  const gap = { name: 'gap', value: ({ freeEnergyGap }: RbmEpoch) => freeEnergyGap };
  const likelihoods = [
    { name: 'training', value: ({ logLikelihood }: RbmEpoch) => logLikelihood },
    { name: 'validation', value: ({ validationLogLikelihood }: RbmEpoch) => validationLogLikelihood },
  ];
  return draw(
    history,
    [
      { title: 'Reconstruction error', yTitle: 'mean square', lines: [reconstruction] },
      { title: 'Free energy: validation less training', yTitle: 'nats', lines: [gap] },
      { title: 'Exact log-likelihood', yTitle: 'nats an image', lines: likelihoods },
    ],
    options,
  );
};

/**
 * Draws what the training of a GAN is watched by, per epoch: both losses, and below them how often the discriminator tells images apart.
 *
 * @param history - the epochs, at least one
 * @param options - translation
 * @returns an SVG document
 * @throws InterpError as {@link historyCharts}
 *
 * @example
 * ```ts
 * import { ganTrainingChart } from '@interp/viz';
 *
 * const svg = await ganTrainingChart([{ epoch: 1, discriminatorLoss: 0.6, generatorLoss: 0.9, pairwiseAccuracy: 0.8 }]);
 * console.log(svg.includes('told apart')); // true
 * ```
 */
export const ganTrainingChart = (history: readonly GanEpoch[], options?: TrainingChartOptions): Promise<string> => {
  const losses = [
    { name: 'discriminator', value: ({ discriminatorLoss }: GanEpoch) => discriminatorLoss },
    { name: 'generator', value: ({ generatorLoss }: GanEpoch) => generatorLoss },
  ];
  const pairs = { name: 'told apart', value: ({ pairwiseAccuracy }: GanEpoch) => pairwiseAccuracy };
  const title = 'Pairs of a real and a generated image told apart';
  return draw(
    history,
    [
      { title: 'Losses', yTitle: 'loss', lines: losses },
      { title, yTitle: 'part', lines: [pairs] },
    ],
    options,
  );
};
