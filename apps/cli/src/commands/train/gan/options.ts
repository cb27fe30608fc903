import type { R1Options, SmoothingOptions, TrainGanOptions } from '@interp/gan';
import type { TrainingOptions } from '../options.js';

type Numbers = Pick<TrainGanOptions, 'epochs' | 'batch' | 'discriminatorSteps' | 'rate' | 'beta1' | 'average'>;

/** Options of `interp train gan`; those that are not here are described in `@interp/gan`. */
export interface TrainOptions extends TrainingOptions, Numbers, R1Options, SmoothingOptions {
  /** The kind of networks. */
  readonly architecture: 'dense' | 'convolutional';
  /** Whether the first numbers of a latent code name a class. */
  readonly conditional?: boolean;
  /** Length of a latent code. */
  readonly latent?: number;
  /** What is minimised. */
  readonly loss?: 'non-saturating' | 'minimax' | 'thesis' | 'wgan-gp' | 'hinge';
  /** On the discriminator's gradient. */
  readonly penalty?: 'r1' | 'gradient' | 'none';
  /** How the learning rates change. */
  readonly schedule?: 'constant' | 'linear';
  /** Whether digits drawn by code take MNIST's place. */
  readonly drawn?: boolean;
}
