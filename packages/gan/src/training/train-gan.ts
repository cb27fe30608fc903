import { nested, number, optionsTable, withFunctions } from '@interp/checks';
import { drive, random, type DriveOptions, type LabelledImages } from '@interp/core';
import { splitDriveOptions } from '@interp/core/internal';
import { constantRate, type CheckpointOptions, type LoopResult, type LoopStep, type Schedule } from '@interp/training';
import { checkpointRules, fingerprint, trainingLoop } from '@interp/training/internal';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { nonSaturating } from '../losses/cross-entropy-losses.js';
import type { GanLoss } from '../losses/loss.js';
import type { GradientPenalty } from '../losses/penalties.js';
import { checkGanTraining } from './check-training.js';
import type { GanDiagnosis } from './diagnosis.js';
import { ganLearner } from './learner.js';
import type { GanEpochRecord, GanMeasures } from './measures.js';
import { snapshotOptions, snapshotsOver, type GanSnapshots, type SnapshotOptions } from './snapshots.js';

/** Options of {@link trainGan}. */
export interface TrainGanOptions extends CheckpointOptions<GanEpochRecord> {
  /** Number of epochs. Default 20. */
  readonly epochs?: number;
  /** Real images in a batch, with as many generated ones; those that do not fill a batch are left out of an epoch. Default 64. */
  readonly batch?: number;
  /** The loss. Default {@link nonSaturating}. */
  readonly loss?: GanLoss;
  /** The penalty on the discriminator's gradient. Default: the loss' own, `r1()` with γ = 2, for `wganGp()` its gradient penalty. */
  readonly penalty?: GradientPenalty;
  /** Discriminator steps per generator step, each on its own batch. Default 1. */
  readonly discriminatorSteps?: number;
  /** The learning rate of both networks. Default 0.0002. */
  readonly rate?: number;
  /** The learning rate of the discriminator, if different. Default `rate`. */
  readonly discriminatorRate?: number;
  /** How both rates change over the training. Default {@link constantRate}. */
  readonly schedule?: Schedule;
  /** Adam's decay of the mean gradient. Default 0.5 (Radford et al. 2016). */
  readonly beta1?: number;
  /** Adam's decay of the mean squared gradient. Default 0.999. */
  readonly beta2?: number;
  /** Decay of the moving average of the generator's weights; 0 is no average. Default 0.999. */
  readonly average?: number;
  /** Snapshots of samples during training. Default none. */
  readonly snapshots?: SnapshotOptions;
  /** Seed of the order of the images and all latent codes, an integer. Default 0. */
  readonly seed?: number;
  /** Steps after which losses are read back and checked. Default 20. */
  readonly readEvery?: number;
}

/** Checks and defaults of {@link TrainGanOptions}. */
export const trainGanOptions = optionsTable<TrainGanOptions>()({
  epochs: number({ min: 1, integer: true, default: 20 }),
  batch: number({ min: 1, integer: true, default: 64 }),
  loss: withFunctions<GanLoss>(['real', 'fake', 'generator'], { default: nonSaturating() }),
  penalty: withFunctions<GradientPenalty>(['of']),
  discriminatorSteps: number({ min: 1, integer: true, default: 1 }),
  rate: number({ above: 0, default: 0.0002 }),
  discriminatorRate: number({ above: 0 }),
  schedule: withFunctions<Schedule>(['factor'], { default: constantRate() }),
  beta1: number({ min: 0, max: 0.999999, default: 0.5 }),
  beta2: number({ min: 0, max: 0.9999999, default: 0.999 }),
  average: number({ min: 0, max: 0.9999999, default: 0.999 }),
  snapshots: nested<SnapshotOptions>(snapshotOptions, { default: { at: [] } }),
  seed: number({ integer: true, default: 0 }),
  ...checkpointRules<GanEpochRecord>(),
  readEvery: number({ min: 1, integer: true, default: 20 }),
});

/** Fills in the defaults, also those that depend on other options. */
const withDefaults = (options: TrainGanOptions) => {
  const settings = trainGanOptions.withDefaults(options);
  const { loss, rate, penalty = loss.penalty, discriminatorRate = rate } = settings;
  return { ...settings, penalty, discriminatorRate };
};

/** What a training yields after each step. */
export interface GanTrainingStep extends LoopStep<GanEpochRecord>, GanMeasures {
  /** Diagnoses at this step; the training goes on. */
  readonly diagnoses: readonly GanDiagnosis[];
}

/** Result of a training; both models are changed in place, and the generator gets the moving average of its weights. */
export interface GanTraining extends LoopResult<GanEpochRecord> {
  /** Samples of the same latent codes at the steps of the option `snapshots`. */
  readonly snapshots: GanSnapshots;
  /** Diagnoses since the training was started or resumed. */
  readonly diagnoses: readonly GanDiagnosis[];
}

/** Format of the checkpoints. */
export const ganCheckpointFormat = 'interp-gan-training-2';

/**
 * The training of a generator and a discriminator as a generator of steps, for `drive` of `@interp/core` or a loop of your own: it
 * yields after each step of the generator, and stops, with a checkpoint, on `next(true)`. {@link trainGan} is the
 * same in one call.
 *
 * @param generator - `[n, latentSize]` to images; borrowed, and changed in place
 * @param discriminator - images to one logit, `[n, 1]`, or to one for each class, `[n, classes]`, which makes the training conditional; borrowed, and changed in place
 * @param data - images; their labels are used by a conditional training only
 * @param options - how
 * @returns the steps; their result is the history
 * @throws InterpError `bad-option`, `bad-shape`, `bad-value`, `unsupported-model`, `unsupported-layer` for what cannot be trained,
 *   `bad-file` for a damaged checkpoint, `not-finite` if a loss or a weight is no longer finite
 */
export async function* trainGanSteps(
  generator: LayersModel,
  discriminator: LayersModel,
  data: LabelledImages,
  options: TrainGanOptions = {},
): AsyncGenerator<GanTrainingStep, GanTraining, boolean> {
  const given = withDefaults(options);
  const { epochs, discriminatorSteps, seed } = given;
  const images = await checkGanTraining(generator, discriminator, data, given.penalty);
  const batch = Math.min(given.batch, images.size) * discriminatorSteps;
  const steps = Math.max(1, Math.floor(images.size / batch)) * epochs;
  const settings = { ...given, snapshots: snapshotsOver(given.snapshots, steps) };
  const root = random(seed);
  const [order, latents, shown] = [root.split(), root.split(), root.split()];
  // A checkpoint that was made with anything else is refused, by `checkFingerprint` of core.
  const madeWith = await fingerprint({ model: [generator, discriminator], data: images, ...settings });
  const trained = ganLearner(generator, discriminator, images, settings, { latents, snapshots: shown });
  try {
    const result = yield* trainingLoop(trained, {
      ...settings,
      format: ganCheckpointFormat,
      fingerprint: madeWith,
      size: images.size,
      batch,
      wholeBatches: true,
      order,
    });
    await trained.settle();
    return { ...result, snapshots: trained.snapshots, diagnoses: trained.diagnoses };
  } finally {
    trained.dispose();
  }
}

/**
 * Trains a generator and a discriminator in turns, for all epochs or until it is stopped (thesis, section 2.2.3;
 * Goodfellow et al. 2014). The generator gets the moving average of its weights. The same seed, backend and machine give the
 * same weights, and so does a training that was interrupted at any moment and resumed from its last checkpoint (Dropout layers
 * excepted, whose random numbers are TensorFlow.js' own).
 *
 * @param generator - `[n, latentSize]` to images; borrowed, and changed in place
 * @param discriminator - images to one logit, `[n, 1]`, or to one for each class, `[n, classes]`, which makes the training conditional; borrowed, and changed in place
 * @param data - images in the generator's range; their labels are used by a conditional training only; borrowed
 * @param options - how to train, and `onStep` and `signal` of `drive`
 * @returns history, snapshots and diagnoses
 * @throws InterpError `bad-option`, `bad-shape`, `bad-value`, `unsupported-model`, `unsupported-layer` for what cannot be trained,
 *   `bad-file` for a damaged checkpoint, `not-finite` if a loss or a weight is no longer finite
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { discriminator, generator, trainGan } from '@interp/gan';
 * import { drawnDigits } from '@interp/mnist';
 *
 * await startBackend('wasm');
 * const generatorModel = generator({ seed: 1 });
 * const discriminatorModel = discriminator({ seed: 2 });
 * const { history } = await trainGan(generatorModel, discriminatorModel, drawnDigits({ count: 640, seed: 1 }), { epochs: 2 });
 * console.log(history.at(-1)?.generatorLoss);
 * ```
 */
export const trainGan = async (
  generator: LayersModel,
  discriminator: LayersModel,
  data: LabelledImages,
  options: TrainGanOptions & DriveOptions<GanTrainingStep> = {},
): Promise<GanTraining> => {
  const [own, driving] = splitDriveOptions(options);
  return drive(trainGanSteps(generator, discriminator, data, own), driving);
};
