import * as rbm from '@interp/rbm';
import { schedules } from '@interp/training';
import { UsageError } from '../../../shell/failure.js';
import { flagOf } from '../../../shell/flags.js';
import { sameFlags, type FlagsOf } from '../flags.js';
import { overRecipe } from '../methods.js';
import { binaryRate, usual, type TrainOptions } from './options.js';

const trainers: Readonly<
  Record<NonNullable<TrainOptions['trainer']>, (options: rbm.ParallelTemperingOptions) => rbm.RbmTrainer>
> = {
  cd: ({ k }) => rbm.contrastiveDivergence({ k }),
  pcd: ({ k, chains }) => rbm.persistentDivergence({ k, chains }),
  pt: ({ k, chains, temperatures }) => rbm.parallelTempering({ k, chains, temperatures }),
};

/** What the names of recipes stand for. */
const recipes = { thesis: rbm.thesisRecipe };

type TrainerName = NonNullable<TrainOptions['trainer']>;

const refuseIdle = (options: TrainOptions, trainer: TrainerName): void => {
  const idle = (flag: string, given: unknown, meaning: string): void => {
    if (given !== undefined) throw new UsageError(`${flag} means nothing to ${meaning}; leave it out`);
  };
  if (trainer === 'cd') idle('--chains', options.chains, '--trainer cd');
  if (trainer !== 'pt') idle('--temperatures', options.temperatures, `--trainer ${trainer}`);
  if (options.variant !== 'binary') return;
  for (const name of ['sigma', 'sigmaFloor', 'oneSigma', 'fixedSigma'] as const)
    idle(flagOf(name), options[name], '--variant binary');
};

/** The flags of what a checkpoint depends on. */
export const flags: FlagsOf = {
  ...sameFlags('trainer trainer.k trainer.chains trainer.temperatures schedule momentum weightDecay sigmaFloor centre'),
  model: '--hidden, --variant, --sigma',
  data: '--data, --drawn, --limit',
  learnSigma: 'σ learnt (--fixed-sigma)',
  range: '',
  validation: '',
};

/** The trainer that the options name, with the numbers of the recipe's own where it is the same. */
const trainerOf = (
  { k, chains, temperatures }: TrainOptions,
  name: TrainerName,
  recipe: rbm.RbmRecipe | undefined,
): rbm.RbmTrainer => {
  const own = recipe?.training.trainer;
  const settings: rbm.ParallelTemperingOptions | undefined = own?.name === name ? own.settings : undefined;
  return trainers[name](overRecipe(settings, { k, chains, temperatures }));
};

/**
 * What the options mean to `initialRbm` and `trainRbm`.
 *
 * @throws UsageError for an option that means nothing to the others, or a first σ below the lowest
 */
export const planOf = (options: TrainOptions): rbm.RbmRecipe => {
  const recipe = options.recipe && recipes[options.recipe];
  const trainer = options.trainer ?? ((recipe?.training.trainer?.name ?? usual.trainer) as TrainerName);
  refuseIdle(options, trainer);
  const { hidden, seed, epochs, batch, centre, checkpointEvery, momentum, weightDecay } = options;
  const defaults = rbm.initialRbmOptions.defaults;
  const variant = options.variant ? rbm.variants[options.variant] : (recipe?.network.variant ?? defaults.variant);
  const sigmaFloor = options.sigmaFloor ?? recipe?.training.sigmaFloor ?? rbm.trainRbmOptions.defaults.sigmaFloor;
  const sigma = options.sigma ?? Math.max(recipe?.network.sigma ?? defaults.sigma, sigmaFloor);
  if (variant.continuous && sigma < sigmaFloor)
    throw new UsageError(`--sigma is ${sigma}, below the lowest of ${sigmaFloor}; lower --sigma-floor too`);
  const { schedule, rate = variant.continuous || recipe ? undefined : binaryRate } = options;
  return {
    network: overRecipe(recipe?.network, {
      hidden,
      variant,
      seed,
      perPixel: options.oneSigma === true ? false : undefined,
      sigma: variant.continuous ? sigma : undefined,
    }),
    training: overRecipe<rbm.TrainRbmOptions>(recipe?.training ?? { epochs: usual.epochs }, {
      ...{ epochs, batch, centre, seed, checkpointEvery, momentum, weightDecay, sigmaFloor, rate },
      trainer: trainerOf(options, trainer, recipe),
      schedule: schedule || !recipe ? schedules[schedule ?? usual.schedule]() : undefined,
      learnSigma: options.fixedSigma === true ? false : undefined,
    }),
  };
};
