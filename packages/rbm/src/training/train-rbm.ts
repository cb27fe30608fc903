import { checkedBy, InterpError, list, number, optionsTable, withFunctions } from '@interp/checks';
import { drive, random, type DriveOptions, type LabelledImages } from '@interp/core';
import { checkedImages, splitDriveOptions } from '@interp/core/internal';
import { constantRate, type CheckpointOptions, type LoopResult, type LoopStep, type Schedule } from '@interp/training';
import { checkpointRules, fingerprint, hashOf, trainingLoop } from '@interp/training/internal';
import { checkRbm } from '../check-rbm.js';
import type { Rbm } from '../rbm.js';
import { randomBlocks } from '../sampling/random-blocks.js';
import { learner, type RbmEpochRecord } from './learner.js';
import { contrastiveDivergence, type RbmTrainer } from './trainers.js';
import { ratesWithDefaults, rbmUpdateOptions, type RbmUpdateOptions } from './update.js';

/** Options of {@link trainRbm}. */
export interface TrainRbmOptions extends RbmUpdateOptions, CheckpointOptions<RbmEpochRecord> {
  /** Number of epochs. Default 10. */
  readonly epochs?: number;
  /** Images in a batch; the last one of an epoch may be smaller. Default 64. */
  readonly batch?: number;
  /** The trainer, which samples the model. Default {@link contrastiveDivergence}. */
  readonly trainer?: RbmTrainer;
  /** The learning rate of the weights. Default 0.005. */
  readonly rate?: number;
  /** The learning rate schedule. Default {@link constantRate}. */
  readonly schedule?: Schedule;
  /** Lowest and highest pixel value that is allowed. Default [-1, 1], and [0, 1] for binary visible units. */
  readonly range?: readonly [low: number, high: number];
  /** Validation images, to compare free energies with. Default none. */
  readonly validation?: LabelledImages;
  /** Number of images of each set to measure after an epoch. Default 500. */
  readonly monitored?: number;
  /** The exact log-likelihood is computed after each epoch where at most 2 to the power of this many states are to be enumerated. Default 10. */
  readonly exactUpTo?: number;
  /** Seed of the order of the images and all sampling, an integer. Default 0. */
  readonly seed?: number;
}

/** Checks and defaults of {@link TrainRbmOptions}. The default range depends on the visible units. */
export const trainRbmOptions = optionsTable<TrainRbmOptions>()({
  epochs: number({ min: 1, integer: true, default: 10 }),
  batch: number({ min: 1, integer: true, default: 64 }),
  trainer: withFunctions<RbmTrainer>(['negative'], { default: contrastiveDivergence() }),
  rate: number({ above: 0, default: 0.005 }),
  schedule: withFunctions<Schedule>(['factor'], { default: constantRate() }),
  ...rbmUpdateOptions.rules,
  range: list<readonly [low: number, high: number]>({ length: 2, numbers: true }),
  validation: checkedBy(() => undefined),
  monitored: number({ min: 1, integer: true, default: 500 }),
  exactUpTo: number({ min: 0, max: 20, integer: true, default: 10 }),
  seed: number({ integer: true, default: 0 }),
  ...checkpointRules<RbmEpochRecord>(),
});

/**
 * Fills in the defaults and checks all options.
 *
 * @param options - what the caller gave
 * @param continuous - whether the visible units are Gaussian
 * @returns the settings
 * @throws InterpError `bad-option` for one that is out of range
 */
export const trainRbmWithDefaults = (options: TrainRbmOptions, continuous: boolean) => {
  const { rates, range = continuous ? [-1, 1] : [0, 1], ...settings } = trainRbmOptions.withDefaults(options);
  const [low, high] = range;
  if (!(low < high) || (!continuous && (low < 0 || high > 1)))
    throw new InterpError(
      'bad-option',
      `the range is ${low} to ${high}; expected ${continuous ? 'the lower value first' : 'a part of 0 to 1 for binary visible units'}`,
    );
  return { ...settings, range, rates: ratesWithDefaults(rates) };
};

/** What a training yields after each step. */
export type RbmTrainingStep = LoopStep<RbmEpochRecord>;

/** The result of a training. */
export interface RbmTraining extends LoopResult<RbmEpochRecord> {
  /** The trained RBM, which belongs to the caller. */
  readonly rbm: Rbm;
}

const checkImages = (model: Rbm, data: LabelledImages): void => {
  const [expected, given] = [model.inputShape.join(', '), data.inputShape.join(', ')];
  if (expected !== given)
    throw new InterpError(
      'bad-shape',
      `the images have the shape [${given}]; expected the model's [${expected}]; make a model for these images`,
    );
};

/**
 * The training of an RBM as a generator of steps, for `drive` of `@interp/core` or a loop of your own: it yields after each
 * batch, and stops, with a checkpoint, on `next(true)`. {@link trainRbm} is the same in one call.
 *
 * @param start - where it starts, of {@link initialRbm} or an earlier training; borrowed
 * @param data - images; their labels are not used
 * @param options - how
 * @returns the steps; their result is the trained RBM and its history
 * @throws InterpError `bad-option`, `bad-shape`, `bad-value` for what cannot be trained, `bad-file` for a damaged checkpoint,
 *   `unsupported-model` for one of another RBM, `not-finite` if a parameter is no longer finite
 */
export async function* trainRbmSteps(
  start: Rbm,
  data: LabelledImages,
  options: TrainRbmOptions = {},
): AsyncGenerator<RbmTrainingStep, RbmTraining, boolean> {
  checkRbm(start);
  const settings = trainRbmWithDefaults(options, start.variant.continuous);
  const { seed } = settings;
  const images = checkedImages('the data', data);
  checkImages(start, images);
  const validation = settings.validation && checkedImages('the validation images', settings.validation);
  if (validation) checkImages(start, validation);
  const { weights, visibleBias, hiddenBias, sigma } = start.parameters;
  const hash = hashOf(weights, visibleBias, hiddenBias, sigma);
  const model = `${start.variant.name} ${start.visible} x ${start.hidden} (${hash})`;
  // A checkpoint that was made with anything else is refused, by `checkFingerprint` of core.
  const madeWith = await fingerprint({ model, data: images, ...settings, validation });
  const root = random(seed);
  const order = root.split();
  const trained = await learner(start, images, { ...settings, validation }, randomBlocks(root));
  const result = yield* trainingLoop(trained, {
    ...settings,
    format: 'interp-rbm-training-3',
    fingerprint: madeWith,
    size: images.size,
    order,
  });
  return { ...result, rbm: trained.model() };
}

/**
 * Trains an RBM. Visible and hidden units are centred during training, σ has a floor, and the same seed, backend and
 * computer give the same numbers, also if the training was interrupted and resumed from its last checkpoint.
 *
 * @param start - where it starts, of {@link initialRbm} or an earlier training; borrowed
 * @param data - images; borrowed, their labels are not used
 * @param options - how to train, and `onStep` and `signal` of `drive`
 * @returns the trained RBM, which belongs to the caller, and its history
 * @throws InterpError `bad-option`, `bad-shape`, `bad-value` for what cannot be trained, `bad-file` for a damaged checkpoint,
 *   `unsupported-model` for one of another model, `not-finite` if a number is no longer finite
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { sampleDigits } from '@interp/mnist';
 * import { cho, initialRbm, persistentDivergence, trainRbm } from '@interp/rbm';
 *
 * await startBackend('wasm');
 * const data = sampleDigits();
 * const start = await initialRbm(data, { hidden: 8, variant: cho, seed: 1 });
 * const { rbm, history } = await trainRbm(start, data, {
 *   epochs: 20,
 *   batch: 10,
 *   trainer: persistentDivergence({ chains: 20 }),
 *   seed: 1,
 * });
 * console.log(history.at(-1)?.logLikelihood, 'nats an image');
 * start.dispose();
 * rbm.dispose();
 * ```
 */
export const trainRbm = async (
  start: Rbm,
  data: LabelledImages,
  options: TrainRbmOptions & DriveOptions<RbmTrainingStep> = {},
): Promise<RbmTraining> => {
  const [own, driving] = splitDriveOptions(options);
  return drive(trainRbmSteps(start, data, own), driving);
};
