import type { InitialRbmOptions, ParallelTemperingOptions, TrainRbmOptions } from '@interp/rbm';
import type { RecipeOptions, TrainingOptions } from '../options.js';

/** The rate of the weights of a binary RBM. */
export const binaryRate = 0.02;

/** What the command line takes for options that are left out, where that is not the package's default. */
export const usual = { epochs: 20, trainer: 'pcd', schedule: 'linear' } as const;

type Numbers = Pick<
  TrainRbmOptions,
  'epochs' | 'batch' | 'rate' | 'momentum' | 'weightDecay' | 'sigmaFloor' | 'centre'
> &
  Pick<InitialRbmOptions, 'hidden' | 'sigma'> &
  ParallelTemperingOptions;

/** Options of `interp train rbm`; those that are not here are described in `@interp/rbm`. */
export interface TrainOptions extends TrainingOptions, RecipeOptions, Numbers {
  /** The energy. */
  readonly variant?: 'binary' | 'cho' | 'krizhevsky' | 'goodfellow';
  /** How the model is sampled. */
  readonly trainer?: 'cd' | 'pcd' | 'pt';
  /** How the rates go. */
  readonly schedule?: 'constant' | 'linear';
  /** Whether all pixels share one σ. */
  readonly oneSigma?: boolean;
  /** Whether σ stays as it is. */
  readonly fixedSigma?: boolean;
  /** Whether digits drawn by code take MNIST's place. */
  readonly drawn?: boolean;
}
