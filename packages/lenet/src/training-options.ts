import { type AdversarialTraining, InterpError, type LabelledImages } from '@interp/core';
import { checkCallback, checkedOptions, checkFunctions, checkNumber, checkObject } from '@interp/core/internal';
import { adam } from '@interp/core/internal';
import { checkAugmentation, type Augmentation } from './augment.js';
import type { CheckpointInfo } from './checkpoint-info.js';
import { crossEntropy } from './losses.js';
import type { Loss } from './loss.js';
import { oneCycleRate } from '@interp/core/internal';
import type { Optimizer } from '@interp/core/internal';
import type { Schedule } from '@interp/core/internal';

/** When training ends before its last epoch. */
export interface EarlyStop {
  /** Epochs in a row without a lower validation loss after which it ends; the best weights come back. Default 3. */
  readonly patience?: number;
}

/** How {@link train} trains. */
export interface TrainOptions {
  /** Times that every image is seen. Default 5. */
  readonly epochs?: number;
  /** Images in a batch; the last one of an epoch may be smaller. Default 64. */
  readonly batch?: number;
  /** What is minimised. Default {@link crossEntropy}; {@link meanSquaredError} is the other. */
  readonly loss?: Loss;
  /** How gradients move weights. Default {@link adam}. */
  readonly optimizer?: Optimizer;
  /** The learning rate, at the peak of its schedule. Default the optimizer's own: 0.005 for Adam. */
  readonly rate?: number;
  /** How the rate goes over the training. Default {@link oneCycleRate}. */
  readonly schedule?: Schedule;
  /** What is taken of each kernel (not of biases) at each step, as a part of rate × kernel (Loshchilov & Hutter 2019). Default 0. */
  readonly weightDecay?: number;
  /** Random moves of the training images, `[height, width, channels]` only. Default none. */
  readonly augment?: Augmentation;
  /** The part of the images to hold out and validate on after each epoch, or other images for that. Default 0, none. */
  readonly validation?: number | LabelledImages;
  /**
   * Examples made against the network as it is are trained on instead of the images: a value of `@interp/adversarial` as
   * `pgdTraining({ epsilon: 0.6 })`. Default none.
   */
  readonly adversarial?: AdversarialTraining;
  /** When to end early; asks for `validation`. Default never. */
  readonly earlyStop?: EarlyStop;
  /** Decides the order of the images, their moves and the validation split: a whole number. Default 0. */
  readonly seed?: number;
  /** Bytes of a checkpoint to go on from, made with the same options, data and kind of model. Default none. */
  readonly resume?: Uint8Array;
  /** Takes the bytes of each checkpoint; write them atomically. Default none. */
  readonly onCheckpoint?: (bytes: Uint8Array, info: CheckpointInfo) => void | Promise<void>;
  /** Steps between two checkpoints within an epoch; there is always one at the end of an epoch. Default none within. */
  readonly checkpointEvery?: number;
  /** Steps after which the loss is read back and checked. Default 20. */
  readonly readEvery?: number;
}

/** {@link TrainOptions} with the defaults filled in. */
export type TrainSettings = TrainOptions &
  Required<
    Pick<
      TrainOptions,
      | 'epochs'
      | 'batch'
      | 'loss'
      | 'optimizer'
      | 'rate'
      | 'schedule'
      | 'weightDecay'
      | 'validation'
      | 'seed'
      | 'readEvery'
    >
  >;

/**
 * Fills in the defaults and checks all numbers.
 *
 * @param options - what the caller gave
 * @returns the settings
 * @throws InterpError `bad-option` for one that is out of range
 */
export const trainSettings = (options: TrainOptions): TrainSettings => {
  const given = Object.fromEntries(
    Object.entries(checkedOptions(options)).filter(([, value]) => value !== undefined),
  ) as TrainOptions;
  const settings: TrainSettings = {
    epochs: 5,
    batch: 64,
    loss: crossEntropy,
    optimizer: adam(),
    rate: given.optimizer?.rate ?? adam().rate,
    schedule: oneCycleRate(),
    weightDecay: 0,
    validation: 0,
    seed: 0,
    readEvery: 20,
    ...given,
  };
  checkFunctions('loss', settings.loss, ['of']);
  checkFunctions('optimizer', settings.optimizer, ['change']);
  checkFunctions('schedule', settings.schedule, ['factor']);
  if (settings.adversarial !== undefined) checkFunctions('adversarial', settings.adversarial, ['examples']);
  checkNumber('epochs', settings.epochs, { min: 1, integer: true });
  checkNumber('batch', settings.batch, { min: 1, integer: true });
  checkNumber('rate', settings.rate, { above: 0 });
  checkNumber('weightDecay', settings.weightDecay, { min: 0 });
  checkNumber('seed', settings.seed, { integer: true });
  checkNumber('readEvery', settings.readEvery, { min: 1, integer: true });
  if (typeof settings.validation === 'object' && settings.validation !== null)
    checkFunctions('validation', settings.validation, ['images']);
  else checkNumber('validation', settings.validation, { min: 0, max: 0.9 });
  if (settings.checkpointEvery !== undefined)
    checkNumber('checkpointEvery', settings.checkpointEvery, { min: 1, integer: true });
  if (settings.adversarial?.loss && settings.loss.name !== crossEntropy.name)
    throw new InterpError(
      'bad-option',
      `the loss is ${settings.loss.name} and ${settings.adversarial.name} training brings its own; leave the loss out`,
    );
  checkCallback('onCheckpoint', settings.onCheckpoint);
  if (settings.augment !== undefined) checkAugmentation(settings.augment);
  if (settings.earlyStop !== undefined) {
    checkObject('earlyStop', settings.earlyStop);
    checkNumber("the early stop's patience", settings.earlyStop.patience ?? 3, {
      min: 1,
      integer: true,
    });
    if (settings.validation === 0)
      throw new InterpError('bad-option', 'an early stop asks for validation images; set validation to 0.1, say');
  }
  return settings;
};
