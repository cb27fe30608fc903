import type { FgsmTrainingOptions } from '@interp/adversarial';
import type { Augmentation, LeNetOptions, SgdOptions, TrainOptions as LenetTrainOptions } from '@interp/lenet';
import type { RecipeOptions, TrainingOptions } from '../options.js';

type Numbers = Pick<LenetTrainOptions, 'epochs' | 'batch' | 'rate' | 'weightDecay' | 'targetAccuracy'> &
  Pick<Augmentation, 'shift' | 'rotate'> &
  Pick<SgdOptions, 'momentum'> &
  Pick<FgsmTrainingOptions, 'ramp'>;

/** Options of `interp train lenet`; those that are not here are described in `@interp/lenet` and `@interp/adversarial`. */
export interface TrainOptions
  extends TrainingOptions, RecipeOptions, Numbers, Pick<LeNetOptions, 'activation' | 'initialization'> {
  /** What is minimised. */
  readonly loss?: 'cross-entropy' | 'mean-squared-error';
  /** How weights move. */
  readonly optimizer?: 'adam' | 'sgd';
  /** How the rate goes. */
  readonly schedule?: 'one-cycle' | 'cosine' | 'step' | 'constant';
  /** What the network is trained against, where it is. */
  readonly adversarial?: 'fgsm' | 'pgd' | 'trades';
  /** How far attacks may move each value, in units of the input. */
  readonly epsilon?: number;
  /** Steps of the attack on each batch. */
  readonly attackSteps?: number;
  /** What the divergence weighs in TRADES. */
  readonly tradesBeta?: number;
  /** Part of the images held out. */
  readonly validation?: number;
  /** Epochs without improvement after which it stops. */
  readonly patience?: number;
}
