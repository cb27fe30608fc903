import * as rbm from '@interp/rbm';
import { UsageError } from '../../../shell/failure.js';
import type { FlagsOf } from '../checkpoints.js';
import { binaryRate, type TrainOptions } from './options.js';

const trainers: Readonly<Record<TrainOptions['trainer'], (options: TrainOptions) => rbm.RbmTrainer>> = {
  cd: ({ k }) => rbm.contrastiveDivergence({ k }),
  pcd: ({ k, chains }) => rbm.persistentDivergence({ k, chains }),
  pt: ({ k, chains, temperatures }) => rbm.parallelTempering({ k, chains, temperatures }),
};
const schedules: Readonly<Record<TrainOptions['schedule'], () => rbm.Schedule>> = {
  linear: rbm.linearRate,
  constant: rbm.constantRate,
};

const refuseIdle = (options: TrainOptions): void => {
  const { trainer, variant } = options;
  const idle = (flag: string, given: unknown, meaning: string): void => {
    if (given !== undefined) throw new UsageError(`${flag} means nothing to ${meaning}; leave it out`);
  };
  if (trainer === 'cd') idle('--chains', options.chains, '--trainer cd');
  if (trainer !== 'pt') idle('--temperatures', options.temperatures, `--trainer ${trainer}`);
  if (variant !== 'binary') return;
  idle('--sigma', options.sigma, '--variant binary');
  idle('--sigma-floor', options.sigmaFloor, '--variant binary');
  idle('--one-sigma', options.oneSigma, '--variant binary');
  idle('--fixed-sigma', options.fixedSigma, '--variant binary');
};

/** The flags of what a checkpoint depends on. */
export const flags: FlagsOf = {
  model: '--hidden, --variant, --sigma',
  data: '--data, --drawn, --limit',
  trainer: '--trainer',
  'trainer.k': '--k',
  'trainer.chains': '--chains',
  'trainer.temperatures': '--temperatures',
  schedule: '--schedule',
  momentum: '--momentum',
  weightDecay: '--weight-decay',
  sigmaFloor: '--sigma-floor',
  learnSigma: 'σ learnt (--fixed-sigma)',
  centre: '--centre',
  range: '',
  validation: '',
};

/** What the options mean. */
export interface TrainingPlan {
  /** The RBM to begin with. */
  readonly initial: rbm.InitialRbmOptions;
  /** How it is trained. */
  readonly training: rbm.TrainRbmOptions;
}

/**
 * What the options mean to `initialRbm` and `trainRbm`.
 *
 * @throws UsageError for an option that means nothing to the others, or a first σ below the lowest
 */
export const planOf = (options: TrainOptions): TrainingPlan => {
  refuseIdle(options);
  const { hidden, seed, epochs, batch, centre, checkpointEvery, momentum, weightDecay } = options;
  const usual = rbm.initialRbmOptions.defaults;
  const variant = options.variant ? rbm.variants[options.variant] : usual.variant;
  const { sigmaFloor = rbm.trainRbmOptions.defaults.sigmaFloor } = options;
  const sigma = options.sigma ?? Math.max(usual.sigma, sigmaFloor);
  if (variant.continuous && sigma < sigmaFloor)
    throw new UsageError(`--sigma is ${sigma}, below the lowest of ${sigmaFloor}; lower --sigma-floor too`);
  const perPixel = options.oneSigma !== true;
  const numbers = { epochs, batch, centre, seed, checkpointEvery, momentum, weightDecay, sigmaFloor };
  return {
    initial: { hidden, variant, seed, perPixel, sigma: variant.continuous ? sigma : undefined },
    training: {
      ...numbers,
      trainer: trainers[options.trainer](options),
      schedule: schedules[options.schedule](),
      rate: options.rate ?? (variant.continuous ? undefined : binaryRate),
      learnSigma: options.fixedSigma !== true,
    },
  };
};
