import type { LabelledImages } from '@interp/core';
import { describeImages } from '@interp/core/internal';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { TrainGanSettings } from './train-options.js';

const describeModel = (model: LayersModel): string =>
  model.layers
    .map((layer) => {
      const { activation, alpha, strides } = layer.getConfig();
      const weights = layer.weights.map((weight) => `[${weight.shape.join(',')}]`).join('');
      return `${layer.getClassName()}${JSON.stringify({ activation, alpha, strides })}${weights}`;
    })
    .join(' ');

const valueOf = ({ name, settings }: { readonly name: string; readonly settings: object }): string =>
  `${name} ${JSON.stringify(settings)}`;

/**
 * What a training was started with, option by option, as far as it decides the weights that come out.
 *
 * @param generator - the generator
 * @param discriminator - the discriminator
 * @param data - what they are trained on
 * @param settings - how
 * @returns a description per option
 */
export const fingerprint = async (
  generator: LayersModel,
  discriminator: LayersModel,
  data: LabelledImages,
  settings: TrainGanSettings,
): Promise<Record<string, string>> => ({
  model: `${describeModel(generator)} | ${describeModel(discriminator)}`,
  data: await describeImages(data),
  epochs: String(settings.epochs),
  batch: String(settings.batch),
  loss: valueOf(settings.loss),
  penalty: valueOf(settings.penalty),
  discriminatorSteps: String(settings.discriminatorSteps),
  rate: String(settings.rate),
  discriminatorRate: String(settings.discriminatorRate),
  beta1: String(settings.beta1),
  beta2: String(settings.beta2),
  average: String(settings.average),
  snapshots: `${settings.snapshots.count ?? 10} at ${settings.snapshots.at.join()}`,
  seed: String(settings.seed),
});
