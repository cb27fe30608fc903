import {
  constantRate,
  contrastiveDivergence,
  initialRbmOptions,
  linearRate,
  parallelTempering,
  persistentDivergence,
  trainRbmOptions,
  variants,
  type InitialRbmOptions,
  type RbmTrainer,
  type Schedule,
  type TrainRbmOptions,
} from '@interp/rbm';
import { UsageError } from '../../../shell/failure.js';
import { binaryRate, type TrainOptions } from './options.js';

const trainers: Readonly<Record<TrainOptions['trainer'], (options: TrainOptions) => RbmTrainer>> = {
  cd: ({ k }) => contrastiveDivergence({ k }),
  pcd: ({ k, chains }) => persistentDivergence({ k, chains }),
  pt: ({ k, chains, temperatures }) => parallelTempering({ k, chains, temperatures }),
};
const schedules: Readonly<Record<TrainOptions['schedule'], () => Schedule>> = {
  linear: linearRate,
  constant: constantRate,
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

/** What the options mean. */
export interface TrainingPlan {
  /** The RBM to begin with. */
  readonly initial: InitialRbmOptions;
  /** How it is trained. */
  readonly training: TrainRbmOptions;
}

/**
 * What the options mean to `initialRbm` and `trainRbm`.
 *
 * @throws UsageError for an option that means nothing to the others, or a first σ below the lowest
 */
export const planOf = (options: TrainOptions): TrainingPlan => {
  refuseIdle(options);
  const { hidden, seed, epochs, batch, centre, checkpointEvery, momentum, weightDecay } = options;
  const usual = initialRbmOptions.defaults;
  const variant = options.variant ? variants[options.variant] : usual.variant;
  const { sigmaFloor = trainRbmOptions.defaults.sigmaFloor } = options;
  const sigma = options.sigma ?? Math.max(usual.sigma, sigmaFloor);
  if (variant.continuous && sigma < sigmaFloor)
    throw new UsageError(`--sigma is ${sigma}, below the lowest of ${sigmaFloor}; lower --sigma-floor too`);
  return {
    initial: {
      hidden,
      variant,
      seed,
      perPixel: options.oneSigma !== true,
      sigma: variant.continuous ? sigma : undefined,
    },
    training: {
      epochs,
      batch,
      centre,
      seed,
      checkpointEvery,
      trainer: trainers[options.trainer](options),
      schedule: schedules[options.schedule](),
      rate: options.rate ?? (variant.continuous ? undefined : binaryRate),
      learnSigma: options.fixedSigma !== true,
      momentum,
      weightDecay,
      sigmaFloor,
    },
  };
};
