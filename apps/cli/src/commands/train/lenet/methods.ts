import { fgsmTraining, pgdTraining, tradesTraining } from '@interp/adversarial';
import { InterpError, type AdversarialTraining } from '@interp/core';
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
  type TrainOptions as LenetTrainOptions,
} from '@interp/lenet';
import { UsageError } from '../../../shell/failure.js';
import { defaultEpsilon } from '../../evaluate/options.js';
import type { TrainOptions } from './options.js';

const refuse = (flag: string, given: unknown, wanted: string): void => {
  if (given !== undefined) throw new UsageError(`${flag} is for ${wanted}; leave it out, or add that`);
};

/** What `--adversarial` and its companions stand for; nothing where the network is trained on the images as they are. */
const adversarialOf = (options: TrainOptions): AdversarialTraining | undefined => {
  const { adversarial, epsilon = defaultEpsilon, attackSteps: steps, ramp, tradesBeta: beta } = options;
  if (adversarial === undefined) {
    refuse('--epsilon', options.epsilon, '--adversarial');
    refuse('--ramp', ramp, '--adversarial');
  }
  if (adversarial !== 'pgd' && adversarial !== 'trades')
    refuse('--attack-steps', steps, '--adversarial pgd or --adversarial trades');
  if (adversarial !== 'trades') refuse('--trades-beta', beta, '--adversarial trades');
  switch (adversarial) {
    case undefined:
      return undefined;
    case 'fgsm':
      return fgsmTraining({ epsilon, ramp });
    case 'pgd':
      return pgdTraining({ epsilon, ramp, steps });
    case 'trades':
      return tradesTraining({ epsilon, ramp, steps, beta });
  }
};

const losses: Readonly<Record<NonNullable<TrainOptions['loss']>, Loss>> = {
  'cross-entropy': crossEntropy,
  'mean-squared-error': meanSquaredError,
};
const schedules: Readonly<Record<NonNullable<TrainOptions['schedule']>, () => Schedule>> = {
  'one-cycle': oneCycleRate,
  cosine: cosineRate,
  step: stepRate,
  constant: constantRate,
};
const optimizerOf = ({ optimizer, momentum }: TrainOptions): Optimizer | undefined => {
  if (optimizer === 'sgd') return sgd({ momentum });
  if (momentum) throw new InterpError('bad-option', '--momentum is for --optimizer sgd; leave it out for adam');
  return optimizer && adam();
};

/**
 * What the options mean to the training.
 *
 * @throws InterpError `bad-option` for momentum without sgd, for patience without images to validate on; UsageError for options of
 *   attacks without any
 */
export const trainingOf = (options: TrainOptions): LenetTrainOptions => {
  const { loss, schedule, epochs, batch, rate, weightDecay, validation, patience, shift, rotate, seed } = options;
  if (patience !== undefined && !validation)
    throw new InterpError(
      'bad-option',
      '--patience watches the validation loss; give --validation a part above 0, or leave it out',
    );
  return {
    loss: loss && losses[loss],
    optimizer: optimizerOf(options),
    schedule: schedule && schedules[schedule](),
    adversarial: adversarialOf(options),
    earlyStop: patience === undefined ? undefined : { patience },
    augment: shift || rotate ? { shift, rotate } : undefined,
    epochs,
    batch,
    rate,
    weightDecay,
    validation,
    seed,
    checkpointEvery: options.checkpointEvery,
  };
};
