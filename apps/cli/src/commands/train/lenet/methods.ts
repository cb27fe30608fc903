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
import type { TrainOptions } from './options.js';

/** ε = 0.3 of pixels on [0, 1], where inputs go from -1 to 1. */
const defaultEpsilon = 0.6;

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

const losses: Readonly<Record<TrainOptions['loss'], Loss>> = {
  'cross-entropy': crossEntropy,
  'mean-squared-error': meanSquaredError,
};
const schedules: Readonly<Record<TrainOptions['schedule'], () => Schedule>> = {
  'one-cycle': oneCycleRate,
  cosine: cosineRate,
  step: stepRate,
  constant: constantRate,
};
const optimizerOf = ({ optimizer, momentum = 0 }: TrainOptions): Optimizer => {
  if (optimizer === 'sgd') return sgd({ momentum });
  if (momentum > 0) throw new InterpError('bad-option', '--momentum is for --optimizer sgd; leave it out for adam');
  return adam();
};

/**
 * What the options mean to the training.
 *
 * @param options - what the command is called with
 * @returns options of `train`
 * @throws InterpError `bad-option` for momentum without sgd, for patience without images to validate on; UsageError for options of
 *   attacks without any
 */
export const trainingOf = (options: TrainOptions): LenetTrainOptions => {
  const { epochs, batch, rate, weightDecay, validation, patience, shift = 0, rotate = 0, seed } = options;
  if (patience !== undefined && (validation ?? 0) === 0)
    throw new InterpError(
      'bad-option',
      '--patience watches the validation loss; give --validation a part above 0, or leave it out',
    );
  return {
    loss: losses[options.loss],
    optimizer: optimizerOf(options),
    schedule: schedules[options.schedule](),
    adversarial: adversarialOf(options),
    earlyStop: patience === undefined ? undefined : { patience },
    augment: shift > 0 || rotate > 0 ? { shift, rotate } : undefined,
    epochs,
    batch,
    rate,
    weightDecay,
    validation,
    seed,
    checkpointEvery: options.checkpointEvery,
  };
};
