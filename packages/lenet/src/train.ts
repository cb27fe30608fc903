import {
  checkedBy,
  checkFunctions,
  checkNumber,
  checkObject,
  InterpError,
  number,
  optionsTable,
  withFunctions,
} from '@interp/checks';
import { drive, random, type DriveOptions, type LabelledImages } from '@interp/core';
import type { AdversarialTraining } from '@interp/training';
import { splitDriveOptions } from '@interp/core/internal';
import {
  adam,
  oneCycleRate,
  type CheckpointOptions,
  type LoopResult,
  type LoopStep,
  type Optimizer,
  type Schedule,
} from '@interp/training';
import { checkpointRules, fingerprint, trainingLoop } from '@interp/training/internal';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { augmentationOptions, type Augmentation } from './augment.js';
import type { EpochRecord } from './epoch-record.js';
import { learner } from './learner.js';
import { crossEntropy, type Loss } from './losses.js';
import { checkTrainingData, splitValidation } from './training-data.js';

/** Options of early stopping. */
export interface EarlyStop {
  /** Consecutive epochs without a lower validation loss after which training ends; the best weights are restored. Default 3. */
  readonly patience?: number;
}

/** Options of {@link train}. */
export interface TrainOptions extends CheckpointOptions<EpochRecord> {
  /** Number of epochs. Default 5. */
  readonly epochs?: number;
  /** Images in a batch; the last one of an epoch may be smaller. Default 64. */
  readonly batch?: number;
  /** The loss: {@link crossEntropy}, the default, {@link meanSquaredError} or your own. */
  readonly loss?: Loss;
  /** The optimizer. Default {@link adam}. */
  readonly optimizer?: Optimizer;
  /** The learning rate, at the peak of its schedule. Default: the optimiser's, 0.005 for Adam. */
  readonly rate?: number;
  /** The learning rate schedule. Default {@link oneCycleRate}. */
  readonly schedule?: Schedule;
  /** Decoupled weight decay of each kernel (not of biases), as a fraction of rate × kernel per step (Loshchilov & Hutter 2019). Default 0. */
  readonly weightDecay?: number;
  /** Random augmentation of the training images, only for shapes `[height, width, channels]`. Default none. */
  readonly augment?: Augmentation;
  /** The fraction of the images to hold out for validation after each epoch, or a set of validation images. Default 0, none. */
  readonly validation?: number | LabelledImages;
  /**
   * Adversarial training, on adversarial examples instead of the images: a value of `@interp/adversarial`, such as
   * `pgdTraining({ epsilon: 0.6 })`. Default none.
   */
  readonly adversarial?: AdversarialTraining;
  /** Early stopping; requires `validation`. Default none. */
  readonly earlyStop?: EarlyStop;
  /**
   * The accuracy on the validation images, above 0 and up to 1, at which training ends: with the first epoch that reaches it, whose weights stay. In
   * adversarial training, the accuracy on the images themselves. Requires `validation`. Default none.
   */
  readonly targetAccuracy?: number;
  /** Seed of the order of the images, augmentation and the validation split, an integer. Default 0. */
  readonly seed?: number;
  /** Steps after which the loss is read back and checked. Default 20. */
  readonly readEvery?: number;
}

const patience = number({ min: 1, integer: true, default: 3 });
const earlyStopOptions = optionsTable<EarlyStop>()({
  patience: { ...patience, check: (_, value) => patience.check("the early stop's patience", value) },
});

/** Checks and defaults of {@link TrainOptions}. */
export const trainOptions = optionsTable<TrainOptions>()({
  epochs: number({ min: 1, integer: true, default: 5 }),
  batch: number({ min: 1, integer: true, default: 64 }),
  loss: withFunctions<Loss>(['of'], { default: crossEntropy }),
  optimizer: withFunctions<Optimizer>(['change'], { default: adam() }),
  rate: number({ above: 0 }),
  schedule: withFunctions<Schedule>(['factor'], { default: oneCycleRate() }),
  weightDecay: number({ min: 0, default: 0 }),
  augment: checkedBy<Augmentation>((name, value) => {
    checkObject(name, value);
    augmentationOptions.withDefaults(value as Augmentation);
  }),
  validation: checkedBy<number | LabelledImages>(
    (name, value) => {
      if (typeof value === 'object' && value !== null) checkFunctions(name, value, ['images']);
      else checkNumber(name, value, { min: 0, max: 0.9 });
    },
    { default: 0 },
  ),
  adversarial: withFunctions<AdversarialTraining>(['examples']),
  earlyStop: checkedBy<EarlyStop>((name, value) => {
    checkObject(name, value);
    earlyStopOptions.withDefaults(value as EarlyStop);
  }),
  targetAccuracy: number({ above: 0, max: 1 }),
  seed: number({ integer: true, default: 0 }),
  ...checkpointRules<EpochRecord>(),
  readEvery: number({ min: 1, integer: true, default: 20 }),
});

/** Fills in the defaults, also of nested options, and refuses incompatible options. */
const withDefaults = (options: TrainOptions) => {
  const { augment, earlyStop, ...settings } = trainOptions.withDefaults(options);
  const { adversarial, loss, optimizer, rate = optimizer.rate, targetAccuracy, validation } = settings;
  if (adversarial?.loss && loss.name !== crossEntropy.name)
    throw new InterpError(
      'bad-option',
      `the loss is ${loss.name} and ${adversarial.name} training brings its own; leave the loss out`,
    );
  for (const [what, given] of Object.entries({ 'an early stop': earlyStop, 'a target accuracy': targetAccuracy }))
    if (given !== undefined && validation === 0)
      throw new InterpError('bad-option', `${what} asks for validation images; set validation to 0.1, say`);
  return {
    ...settings,
    rate,
    augment: augment && augmentationOptions.withDefaults(augment),
    earlyStop: earlyStop && earlyStopOptions.withDefaults(earlyStop),
  };
};

/** What a training yields after each step. */
export interface TrainingStep extends LoopStep<EpochRecord> {
  /** Mean loss of the batches read back last (`readEvery`). */
  readonly loss: number;
}

/** Result of a training; the model is changed in place. */
export type TrainingResult = LoopResult<EpochRecord>;

/**
 * Training as a generator of steps, for `drive` of `@interp/core` or a loop of your own: it yields after each batch,
 * and stops, with a checkpoint, on `next(true)`. {@link train} is the same in one call.
 *
 * @param model - any `tf.LayersModel` `[n, ...inputShape]` to `[n, classes]`, with logits or a softmax at its end; borrowed, and
 *   changed in place
 * @param data - images and labels
 * @param options - how
 * @returns the steps; their result is the history
 * @throws InterpError `bad-option`, `bad-shape`, `bad-class`, `unsupported-model` for what cannot be trained, `bad-file` for a
 *   damaged checkpoint, `not-finite` if the loss or a weight is no longer finite
 */
export async function* trainSteps(
  model: LayersModel,
  data: LabelledImages,
  options: TrainOptions = {},
): AsyncGenerator<TrainingStep, TrainingResult, boolean> {
  const settings = withDefaults(options);
  const { seed, validation } = settings;
  const images = checkTrainingData(model, data);
  const held = typeof validation === 'number' ? validation : checkTrainingData(model, validation);
  const root = random(seed);
  const [splitting, order, moving, attacking, onValidation] = Array.from({ length: 5 }, () => root.split());
  const split = splitValidation(images, held, splitting);
  const streams = { augmentation: moving, adversarial: attacking, validation: onValidation };
  // A checkpoint that was made with anything else is refused, by `checkFingerprint` of core.
  const madeWith = await fingerprint({ model, data: images, ...settings, validation: held });
  const trained = learner(model, split, settings, streams);
  try {
    return yield* trainingLoop(trained, {
      ...settings,
      format: 'interp-training-2',
      fingerprint: madeWith,
      size: split.training.size,
      order,
    });
  } finally {
    trained.dispose();
  }
}

/**
 * Trains a model for all epochs or until it is stopped. With the defaults, the LeNet exceeds 98.5 % on
 * MNIST's test digits within five epochs. The same seed, backend and machine give the same weights, and so does a
 * training that was interrupted at any moment and resumed from its last checkpoint (Dropout layers excepted, whose random numbers
 * are TensorFlow.js' own).
 *
 * @param model - any `tf.LayersModel` `[n, ...inputShape]` to `[n, classes]`, with logits or a softmax at its end; borrowed, and
 *   changed in place
 * @param data - images and labels; borrowed
 * @param options - how to train, and `onStep` and `signal` of `drive`
 * @returns the history
 * @throws InterpError `bad-option`, `bad-shape`, `bad-class`, `unsupported-model` for what cannot be trained, `bad-file` for a
 *   damaged checkpoint, `not-finite` if the loss or a weight is no longer finite
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { lenet, train } from '@interp/lenet';
 * import { sampleDigits } from '@interp/mnist';
 *
 * await startBackend('wasm');
 * const model = lenet({ seed: 1 });
 * const { history } = await train(model, sampleDigits(), { epochs: 30, batch: 10, augment: { shift: 1 } });
 * console.log(history.at(-1)?.accuracy);
 * model.dispose();
 * ```
 */
export const train = async (
  model: LayersModel,
  data: LabelledImages,
  options: TrainOptions & DriveOptions<TrainingStep> = {},
): Promise<TrainingResult> => {
  const [own, driving] = splitDriveOptions(options);
  return drive(trainSteps(model, data, own), driving);
};
