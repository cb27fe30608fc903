import type { LabelledImages } from '@interp/core';
import { describeImages, hashOf } from '@interp/core/internal';
import type { Rbm } from '../rbm.js';
import type { TrainRbmSettings } from './train-options.js';

/**
 * What a training was started with, option by option, as far as it decides the numbers that come out.
 *
 * @param model - where it starts
 * @param data - what it is trained on
 * @param settings - how
 * @returns a description per option
 */
export const fingerprint = async (
  model: Rbm,
  data: LabelledImages,
  settings: TrainRbmSettings,
): Promise<Record<string, string>> => {
  const { trainer, schedule, heldOut } = settings;
  const { weights, visibleBias, hiddenBias, sigma } = model.parameters;
  const plain = Object.fromEntries(
    (
      [
        'epochs',
        'batch',
        'rate',
        'rates',
        'momentum',
        'weightDecay',
        'clip',
        'centre',
        'centreRate',
        'learnSigma',
        'sigmaFloor',
        'range',
        'monitored',
        'exactUpTo',
        'seed',
      ] as const
    ).map((name) => [name, JSON.stringify(settings[name])]),
  );
  return {
    model: `${model.variant.name} ${model.visible} x ${model.hidden} (${hashOf(weights, visibleBias, hiddenBias, sigma)})`,
    data: await describeImages(data),
    trainer: `${trainer.name} ${JSON.stringify(trainer.settings)}`,
    schedule: `${schedule.name} ${JSON.stringify(schedule.settings)}`,
    heldOut: heldOut ? await describeImages(heldOut) : 'none',
    ...plain,
  };
};
