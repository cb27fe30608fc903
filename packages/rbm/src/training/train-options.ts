import { InterpError, type LabelledImages } from '@interp/core';
import { callback, checkedBy, list, number, optionsTable, withFunctions } from '@interp/core/internal';
import type { CheckpointInfo } from './checkpoint-info.js';
import { constantRate, type RateSchedule } from './rate-schedule.js';
import { contrastiveDivergence, type RbmTrainer } from './trainers.js';
import { ratesWithDefaults, rbmUpdateOptions, type RbmUpdateOptions } from './update.js';

/** How {@link trainRbm} trains. */
export interface TrainRbmOptions extends RbmUpdateOptions {
  /** Times that every image is seen. Default 10. */
  readonly epochs?: number;
  /** Images in a batch; the last one of an epoch may be smaller. Default 64. */
  readonly batch?: number;
  /** How the model is sampled. Default {@link contrastiveDivergence}. */
  readonly trainer?: RbmTrainer;
  /** The learning rate of the weights. Default 0.005. */
  readonly rate?: number;
  /** How the rates go over the training. Default {@link constantRate}. */
  readonly schedule?: RateSchedule;
  /** Lowest and highest pixel value that is taken. Default [-1, 1], and [0, 1] for binary visible units. */
  readonly range?: readonly [low: number, high: number];
  /** Images that are not trained on, to compare free energies with. Default none. */
  readonly heldOut?: LabelledImages;
  /** How many images of each set are looked at after an epoch. Default 500. */
  readonly monitored?: number;
  /** The exact log-likelihood is said after each epoch where at most 2 to the power of this many states are to be enumerated. Default 10. */
  readonly exactUpTo?: number;
  /** Decides the order of the images and all sampling: a whole number. Default 0. */
  readonly seed?: number;
  /** Bytes of a checkpoint to go on from, made with the same options, data and kind of model. Default none. */
  readonly resume?: Uint8Array;
  /** Takes the bytes of each checkpoint; write them atomically. Default none. */
  readonly onCheckpoint?: (bytes: Uint8Array, info: CheckpointInfo) => void | Promise<void>;
  /** Steps between two checkpoints within an epoch; there is always one at the end of an epoch. Default none within. */
  readonly checkpointEvery?: number;
}

/** The table of {@link TrainRbmOptions}. The default range goes by the visible units. */
export const trainRbmOptions = optionsTable<TrainRbmOptions>()({
  epochs: number({ min: 1, integer: true, default: 10 }),
  batch: number({ min: 1, integer: true, default: 64 }),
  trainer: withFunctions<RbmTrainer>(['negative'], { default: contrastiveDivergence() }),
  rate: number({ above: 0, default: 0.005 }),
  schedule: withFunctions<RateSchedule>(['factor'], { default: constantRate() }),
  ...rbmUpdateOptions.rules,
  range: list<readonly [low: number, high: number]>({ length: 2, numbers: true }),
  heldOut: checkedBy(() => undefined),
  monitored: number({ min: 1, integer: true, default: 500 }),
  exactUpTo: number({ min: 0, max: 20, integer: true, default: 10 }),
  seed: number({ integer: true, default: 0 }),
  resume: checkedBy(() => undefined),
  onCheckpoint: callback(),
  checkpointEvery: number({ min: 1, integer: true }),
});

/** {@link TrainRbmOptions} with the defaults filled in. */
export type TrainRbmSettings = ReturnType<typeof trainRbmWithDefaults>;

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
