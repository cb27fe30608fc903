import { choice, InterpError, optionsTable, withoutDefaults } from '@interp/checks';
import { schedules } from '@interp/training';
import { overRecipe } from '@interp/training/internal';
import { initialRbmOptions, type InitialRbmOptions } from './initial-rbm.js';
import { thesisRecipe, type RbmRecipe } from './recipes.js';
import {
  parallelTempering,
  parallelTemperingOptions,
  type ParallelTemperingOptions,
} from './training/parallel-tempering.js';
import { trainRbmOptions, type TrainRbmOptions } from './training/train-rbm.js';
import { contrastiveDivergence, persistentDivergence, type RbmTrainer } from './training/trainers.js';
import type { RbmUpdateOptions } from './training/update.js';
import { variants, type VariantName } from './variants.js';

/** An RBM and its training as plain data: names in the place of functions, and the options that are not to have their defaults. */
export interface RbmRecipeOptions
  extends
    Omit<InitialRbmOptions, 'variant'>,
    ParallelTemperingOptions,
    Pick<RbmUpdateOptions, 'momentum' | 'weightDecay' | 'centre' | 'centreRate' | 'learnSigma' | 'sigmaFloor'>,
    Pick<TrainRbmOptions, 'epochs' | 'batch' | 'rate' | 'checkpointEvery'> {
  /** The recipe whose options take the place of all defaults: {@link thesisRecipe}. Default none. */
  readonly recipe?: 'thesis';
  /** The energy, by its name. Default `cho`. */
  readonly variant?: VariantName;
  /** Contrastive divergence, persistent contrastive divergence or parallel tempering. Default `cd`. */
  readonly trainer?: 'cd' | 'pcd' | 'pt';
  /** The learning rate schedule with its defaults, by its name. Default `constant`. */
  readonly schedule?: keyof typeof schedules;
}

type TrainerName = NonNullable<RbmRecipeOptions['trainer']>;

const recipes = { thesis: thesisRecipe };
const trainers: Readonly<Record<TrainerName, (options: ParallelTemperingOptions) => RbmTrainer>> = {
  cd: ({ k }) => contrastiveDivergence({ k }),
  pcd: ({ k, chains }) => persistentDivergence({ k, chains }),
  pt: parallelTempering,
};

const { momentum, weightDecay, centre, centreRate, learnSigma, sigmaFloor, ...others } = trainRbmOptions.rules;
const { epochs, batch, rate, checkpointEvery } = others;

/** Checks of {@link RbmRecipeOptions}; defaults are those of the recipe, or of `initialRbm` and `trainRbm`. */
export const rbmRecipeOptions = optionsTable<RbmRecipeOptions>()({
  ...withoutDefaults({ ...initialRbmOptions.rules, ...parallelTemperingOptions.rules }),
  ...withoutDefaults({ momentum, weightDecay, centre, centreRate, learnSigma, sigmaFloor }),
  ...withoutDefaults({ epochs, batch, rate, checkpointEvery }),
  recipe: choice(['thesis']),
  variant: choice(Object.keys(variants) as VariantName[]),
  trainer: choice(['cd', 'pcd', 'pt']),
  schedule: choice(Object.keys(schedules) as (keyof typeof schedules)[]),
});

const refuseIdle = (options: RbmRecipeOptions, trainer: TrainerName): void => {
  const refuse = (names: readonly (keyof RbmRecipeOptions)[], meaning: string): void => {
    const idle = names.find((name) => options[name] !== undefined);
    if (idle) throw new InterpError('bad-option', `the option ${idle} means nothing to { ${meaning} }; leave it out`);
  };
  if (trainer === 'cd') refuse(['chains'], 'trainer: "cd"');
  if (trainer !== 'pt') refuse(['temperatures'], `trainer: "${trainer}"`);
  if (options.variant === 'binary') refuse(['sigma', 'sigmaFloor', 'perPixel', 'learnSigma'], 'variant: "binary"');
};

/** The trainer of that name, with the numbers of the recipe's own where it is the same. */
const trainerOf = ({ k, chains, temperatures }: RbmRecipeOptions, name: TrainerName, own?: RbmTrainer): RbmTrainer =>
  trainers[name](
    overRecipe<ParallelTemperingOptions>(own?.name === name ? own.settings : undefined, { k, chains, temperatures }),
  );

/**
 * An RBM and its training of plain data, as a form, a file of settings or a job in a queue holds it: what {@link initialRbm} and {@link trainRbm}
 * are given.
 *
 * @param options - names and numbers; beside a recipe, they take the place of its own. The seed is that of the weights and of the training
 * @returns the options of both, the variant and the trainer always among them
 * @throws InterpError `bad-option` for an unknown name, a number out of range, an option that means nothing to the others, or a first σ below the
 *   lowest
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { sampleDigits } from '@interp/mnist';
 * import { initialRbm, rbmRecipeOf, trainRbm } from '@interp/rbm';
 *
 * await startBackend('wasm');
 * const { network, training } = rbmRecipeOf(JSON.parse('{ "hidden": 8, "trainer": "pcd", "chains": 16, "epochs": 2, "seed": 1 }'));
 * const start = await initialRbm(sampleDigits(), network);
 * const { rbm, history } = await trainRbm(start, sampleDigits(), training);
 * console.log(history.length, rbm.hidden); // 2 8
 * start.dispose();
 * rbm.dispose();
 * ```
 */
export const rbmRecipeOf = (options: RbmRecipeOptions = {}): RbmRecipe => {
  const given: RbmRecipeOptions = rbmRecipeOptions.withDefaults(options);
  const recipe = given.recipe && recipes[given.recipe];
  const defaults = { ...initialRbmOptions.defaults, ...trainRbmOptions.defaults };
  const trainer = given.trainer ?? ((recipe?.training.trainer ?? defaults.trainer).name as TrainerName);
  refuseIdle(given, trainer);
  const variant = given.variant ? variants[given.variant] : (recipe?.network.variant ?? defaults.variant);
  const lowest = given.sigmaFloor ?? recipe?.training.sigmaFloor ?? defaults.sigmaFloor;
  const sigma = given.sigma ?? Math.max(recipe?.network.sigma ?? defaults.sigma, lowest);
  if (variant.continuous && sigma < lowest)
    throw new InterpError(
      'bad-option',
      `the option sigma is ${sigma}, below the lowest of ${lowest}; lower the option sigmaFloor too`,
    );
  const { hidden, perPixel, weightScale, hiddenBias, seed, epochs, batch, rate, checkpointEvery, schedule } = given;
  const { momentum, weightDecay, centre, centreRate, learnSigma } = given;
  const initial = { hidden, perPixel, weightScale, hiddenBias, seed, sigma: variant.continuous ? sigma : undefined };
  const update = { momentum, weightDecay, centre, centreRate, learnSigma, sigmaFloor: lowest };
  return {
    network: overRecipe<InitialRbmOptions>(recipe?.network, { variant, ...initial }),
    training: overRecipe<TrainRbmOptions>(recipe?.training, {
      ...{ epochs, batch, rate, seed, checkpointEvery, ...update },
      trainer: trainerOf(given, trainer, recipe?.training.trainer),
      schedule: schedule && schedules[schedule](),
    }),
  };
};
