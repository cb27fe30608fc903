import { choice, InterpError, number, optionsTable, withoutDefaults } from '@interp/checks';
import { adam, schedules, sgd, sgdOptions, type Optimizer, type SgdOptions } from '@interp/training';
import { overRecipe } from '@interp/training/internal';
import { augmentationOptions, type Augmentation } from './augment.js';
import { lenetOptions, type LeNetOptions } from './lenet.js';
import { crossEntropy, meanSquaredError, type Loss } from './losses.js';
import { thesisRecipe, type LeNetRecipe } from './recipes.js';
import { trainOptions, type EarlyStop, type TrainOptions } from './train.js';

/** A network and its training as plain data: names in the place of functions, and the options that are not to have their defaults. */
export interface LeNetRecipeOptions
  extends
    LeNetOptions,
    Augmentation,
    SgdOptions,
    EarlyStop,
    Pick<TrainOptions, 'epochs' | 'batch' | 'rate' | 'weightDecay' | 'targetAccuracy' | 'checkpointEvery'> {
  /** The recipe whose options take the place of all defaults: {@link thesisRecipe}. Default none. */
  readonly recipe?: 'thesis';
  /** The loss, by its name. Default `cross-entropy`. */
  readonly loss?: 'cross-entropy' | 'mean-squared-error';
  /** The optimiser, by its name. Default `adam`. */
  readonly optimizer?: 'adam' | 'sgd';
  /** The learning rate schedule with its defaults, by its name. Default `one-cycle`. */
  readonly schedule?: keyof typeof schedules;
  /** The fraction of the images to hold out for validation, from 0 to 0.9. Default 0, none. */
  readonly validation?: number;
}

const recipes = { thesis: thesisRecipe };
const losses: Readonly<Record<NonNullable<LeNetRecipeOptions['loss']>, Loss>> = {
  'cross-entropy': crossEntropy,
  'mean-squared-error': meanSquaredError,
};

const { epochs, batch, rate, weightDecay, targetAccuracy, checkpointEvery } = trainOptions.rules;

/** Checks of {@link LeNetRecipeOptions}; defaults are those of the recipe, or of `lenet` and `train`. */
export const lenetRecipeOptions = optionsTable<LeNetRecipeOptions>()({
  ...withoutDefaults({ ...lenetOptions.rules, ...augmentationOptions.rules, ...sgdOptions.rules }),
  ...withoutDefaults({ epochs, batch, rate, weightDecay, targetAccuracy, checkpointEvery }),
  recipe: choice(['thesis']),
  loss: choice(['cross-entropy', 'mean-squared-error']),
  optimizer: choice(['adam', 'sgd']),
  schedule: choice(Object.keys(schedules) as (keyof typeof schedules)[]),
  validation: number({ min: 0, max: 0.9 }),
  patience: number({ min: 1, integer: true }),
});

const optimizerOf = (
  { optimizer, momentum, nesterov }: LeNetRecipeOptions,
  recipe: LeNetRecipe | undefined,
): Optimizer | undefined => {
  if (optimizer === undefined && momentum === undefined && nesterov === undefined) return undefined;
  if ((optimizer ?? recipe?.training.optimizer?.name) === 'sgd') return sgd({ momentum, nesterov });
  const idle = momentum ? 'momentum' : nesterov && 'nesterov';
  if (idle)
    throw new InterpError('bad-option', `the option ${idle} is for { optimizer: "sgd" }; leave it out for adam`);
  return optimizer && adam();
};

/**
 * A network and its training of plain data, as a form, a file of settings or a job in a queue holds it: what {@link lenet} and {@link train} are
 * given.
 *
 * @param options - names and numbers; beside a recipe, they take the place of its own. The seed is that of the weights and of the training
 * @returns the options of both
 * @throws InterpError `bad-option` for an unknown name, a number out of range, momentum without sgd, and a patience or an accuracy to reach without
 *   images held out
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { lenet, lenetRecipeOf, train } from '@interp/lenet';
 * import { sampleDigits } from '@interp/mnist';
 *
 * await startBackend('wasm');
 * const { network, training } = lenetRecipeOf(JSON.parse('{ "optimizer": "sgd", "momentum": 0.9, "epochs": 2, "seed": 1 }'));
 * const model = lenet(network);
 * const { history } = await train(model, sampleDigits(), training);
 * console.log(history.length); // 2
 * model.dispose();
 * ```
 */
export const lenetRecipeOf = (options: LeNetRecipeOptions = {}): LeNetRecipe => {
  const given: LeNetRecipeOptions = lenetRecipeOptions.withDefaults(options);
  const { activation, initialization, seed, loss, schedule, patience, shift, rotate, scale, shear } = given;
  const { epochs, batch, rate, weightDecay, validation, targetAccuracy, checkpointEvery } = given;
  const recipe = given.recipe && recipes[given.recipe];
  const numbers = { epochs, batch, rate, weightDecay, validation, targetAccuracy, seed, checkpointEvery };
  const training = overRecipe<TrainOptions>(recipe?.training, {
    ...numbers,
    loss: loss && losses[loss],
    optimizer: optimizerOf(given, recipe),
    schedule: schedule && schedules[schedule](),
    earlyStop: patience === undefined ? undefined : { patience },
    augment: shift || rotate || scale || shear ? { shift, rotate, scale, shear } : undefined,
  });
  for (const name of ['patience', 'targetAccuracy'] as const)
    if (given[name] !== undefined && !training.validation)
      throw new InterpError(
        'bad-option',
        `the option ${name} watches the validation images; give the option validation a part above 0, or leave it out`,
      );
  return { network: overRecipe<LeNetOptions>(recipe?.network, { activation, initialization, seed }), training };
};
