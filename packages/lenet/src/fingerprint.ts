import type { LabelledImages } from '@interp/core';
import { describeImages } from '@interp/core/internal';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { TrainSettings } from './training-options.js';

const describeModel = (model: LayersModel): string =>
  model.layers
    .map((layer) => {
      const activation = layer.getConfig()['activation'];
      const weights = layer.weights.map((weight) => `[${weight.shape.join(',')}]`).join('');
      return `${layer.getClassName()}${typeof activation === 'string' ? `:${activation}` : ''}${weights}`;
    })
    .join(' ');

/**
 * What a training was started with, option by option, as far as it decides the weights that come out.
 *
 * @param model - what is trained
 * @param data - what it is trained on
 * @param settings - how
 * @returns a description per option
 */
export const fingerprint = async (
  model: LayersModel,
  data: LabelledImages,
  settings: TrainSettings,
): Promise<Record<string, string>> => {
  const { loss, optimizer, schedule, validation, augment = {}, adversarial, earlyStop } = settings;
  return {
    model: describeModel(model),
    data: await describeImages(data),
    epochs: String(settings.epochs),
    batch: String(settings.batch),
    loss: loss.name,
    optimizer: `${optimizer.name} ${JSON.stringify(optimizer.settings)}`,
    rate: String(settings.rate),
    schedule: `${schedule.name} ${JSON.stringify(schedule.settings)}`,
    weightDecay: String(settings.weightDecay),
    augment: JSON.stringify([augment.shift ?? 0, augment.rotate ?? 0, augment.scale ?? 0, augment.shear ?? 0]),
    validation: typeof validation === 'number' ? String(validation) : await describeImages(validation),
    earlyStop: earlyStop ? String(earlyStop.patience ?? 3) : 'none',
    adversarial: adversarial ? `${adversarial.name} ${JSON.stringify(adversarial.settings)}` : 'none',
    seed: String(settings.seed),
  };
};
