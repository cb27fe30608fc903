import { fgsmTraining, pgdTraining, tradesTraining } from '@interp/adversarial';
import { InterpError } from '@interp/core';
import { schedules, type AdversarialTraining } from '@interp/training';
import * as lenet from '@interp/lenet';
import { UsageError } from '../../../shell/failure.js';
import { defaultEpsilon } from '../../evaluate/options.js';
import { sameFlags, type FlagsOf } from '../flags.js';
import { overRecipe } from '../methods.js';
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

const losses: Readonly<Record<NonNullable<TrainOptions['loss']>, lenet.Loss>> = {
  'cross-entropy': lenet.crossEntropy,
  'mean-squared-error': lenet.meanSquaredError,
};
const optimizerOf = (
  { optimizer, momentum }: TrainOptions,
  recipe: lenet.LeNetRecipe | undefined,
): lenet.Optimizer | undefined => {
  if (optimizer === undefined && momentum === undefined) return undefined;
  if ((optimizer ?? recipe?.training.optimizer?.name) === 'sgd') return lenet.sgd({ momentum });
  if (momentum) throw new InterpError('bad-option', '--momentum is for --optimizer sgd; leave it out for adam');
  return optimizer && lenet.adam();
};

/** The flags of what a checkpoint depends on. */
export const flags: FlagsOf = {
  ...sameFlags('loss optimizer optimizer.momentum schedule weightDecay augment.shift augment.rotate validation'),
  ...sameFlags('earlyStop.patience targetAccuracy adversarial adversarial.epsilon adversarial.ramp'),
  model: '--activation',
  'adversarial.steps': '--attack-steps',
  'adversarial.beta': '--trades-beta',
  'earlyStop.minDelta': '',
};

/** What the names of recipes stand for. */
const recipes = { thesis: lenet.thesisRecipe };

const checkWatched = (flag: string, given: number | undefined, validation: lenet.TrainOptions['validation']): void => {
  if (given !== undefined && !validation)
    throw new InterpError(
      'bad-option',
      `${flag} watches the validation images; give --validation a part above 0, or leave it out`,
    );
};

/**
 * What the options mean to `lenet` and `train`.
 *
 * @throws InterpError `bad-option` for momentum without sgd, for a patience or an accuracy to reach without images to validate on; UsageError
 *   for options of attacks without any
 */
export const planOf = (options: TrainOptions): lenet.LeNetRecipe => {
  const { loss, schedule, epochs, batch, rate, weightDecay, validation, patience, shift, rotate, seed } = options;
  const { activation, initialization, targetAccuracy, checkpointEvery } = options;
  const recipe = options.recipe && recipes[options.recipe];
  const numbers = { epochs, batch, rate, weightDecay, validation, targetAccuracy, seed, checkpointEvery };
  const training = overRecipe<lenet.TrainOptions>(recipe?.training, {
    ...numbers,
    loss: loss && losses[loss],
    optimizer: optimizerOf(options, recipe),
    schedule: schedule && schedules[schedule](),
    adversarial: adversarialOf(options),
    earlyStop: patience === undefined ? undefined : { patience },
    augment: shift || rotate ? { shift, rotate } : undefined,
  });
  checkWatched('--patience', patience, training.validation);
  checkWatched('--target-accuracy', targetAccuracy, training.validation);
  return { network: overRecipe(recipe?.network, { activation, initialization, seed }), training };
};
