import { InterpError } from '@interp/core';
import {
  adam,
  constantRate,
  cosineRate,
  crossEntropy,
  meanSquaredError,
  oneCycleRate,
  sgd,
  stepRate,
  type Loss,
  type Optimizer,
  type Schedule,
  type TrainOptions,
} from '@interp/lenet';
import { adversarialTraining } from './adversarial-training.js';
import type { TrainLenetOptions } from './command.js';

/** What the names on the command line stand for. */
const losses: Readonly<Record<TrainLenetOptions['loss'], Loss>> = {
  'cross-entropy': crossEntropy,
  'mean-squared-error': meanSquaredError,
};
const schedules: Readonly<Record<TrainLenetOptions['schedule'], () => Schedule>> = {
  'one-cycle': oneCycleRate,
  cosine: cosineRate,
  step: stepRate,
  constant: constantRate,
};
const optimizerOf = ({ optimizer, momentum = 0 }: TrainLenetOptions): Optimizer => {
  if (optimizer === 'sgd') return sgd({ momentum });
  if (momentum > 0) throw new InterpError('bad-option', '--momentum is for --optimizer sgd; leave it out for adam');
  return adam();
};

/**
 * What the options mean to the training.
 *
 * @param options - what the command was told
 * @returns options of `train`
 * @throws InterpError `bad-option` for momentum without sgd, for patience without images to validate on; UsageError for options of
 *   attacks without any
 */
export const trainOptions = (options: TrainLenetOptions): TrainOptions => {
  const {
    epochs,
    batch,
    rate,
    weightDecay,
    validation,
    patience,
    shift = 0,
    rotate = 0,
    seed,
    checkpointEvery,
  } = options;
  if (patience !== undefined && (validation ?? 0) === 0)
    throw new InterpError(
      'bad-option',
      '--patience watches the validation loss; give --validation a part above 0, or leave it out',
    );
  return {
    loss: losses[options.loss],
    optimizer: optimizerOf(options),
    schedule: schedules[options.schedule](),
    adversarial: adversarialTraining(options),
    earlyStop: patience === undefined ? undefined : { patience },
    augment: shift > 0 || rotate > 0 ? { shift, rotate } : undefined,
    epochs,
    batch,
    rate,
    weightDecay,
    validation,
    seed,
    checkpointEvery,
  };
};
