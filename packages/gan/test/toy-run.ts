import { interruptAt } from '@interp/testing/interruption';
import { trainGan, type GanTraining, type TrainGanOptions } from '../src/index.js';
import { toyImages, toyPair, weightsOf } from './toy.js';

/** The images that toys are trained on. */
export const data = toyImages(44);

/** What a training left. */
export interface Run {
  readonly weights: number[][][];
  readonly checkpoint: Uint8Array;
  readonly training: GanTraining;
}

/** Trains a fresh small pair, up to some step if one is given. */
export const run = async (options: TrainGanOptions, until = Infinity, classes = 1): Promise<Run> => {
  const { generatorModel, discriminatorModel, dispose } = toyPair(classes);
  const interruption = interruptAt(until);
  try {
    const training = await trainGan(generatorModel, discriminatorModel, data, {
      epochs: 3,
      batch: 8,
      ...options,
      ...interruption.options,
    });
    const weights = [weightsOf(generatorModel), weightsOf(discriminatorModel)];
    return { weights, checkpoint: interruption.checkpoint(), training };
  } finally {
    dispose();
  }
};
