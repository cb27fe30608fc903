import { InterpError, type LabelledImages } from '@interp/core';
import {
  checkBoolean,
  checkCallback,
  checkChoice,
  checkedOptions,
  checkFunctions,
  checkList,
  checkNumber,
  checkObject,
} from '@interp/core/internal';
import type { CheckpointInfo } from './checkpoint-info.js';
import { contrastiveDivergence } from './contrastive-divergence.js';
import { constantRate, type RateSchedule } from './rate-schedule.js';
import type { RbmTrainer } from './rbm-trainer.js';

/** The groups of numbers that are trained. */
export type ParameterGroup = 'weights' | 'visibleBias' | 'hiddenBias' | 'logPrecision';

/** Every {@link ParameterGroup}. */
export const parameterGroups: readonly ParameterGroup[] = ['weights', 'visibleBias', 'hiddenBias', 'logPrecision'];

/** How {@link trainRbm} trains. */
export interface TrainRbmOptions {
  /** Times that every image is seen. Default 10. */
  readonly epochs?: number;
  /** Images in a batch; the last one of an epoch may be smaller. Default 64. */
  readonly batch?: number;
  /** How the model is sampled. Default {@link contrastiveDivergence}. */
  readonly trainer?: RbmTrainer;
  /** The learning rate of the weights. Default 0.005. */
  readonly rate?: number;
  /**
   * The rates of the groups as parts of `rate`. Default 1, and 0.1 for `logPrecision`, t = -ln σ², whose steps change all other
   * gradients. Where all visible units share a σ, its gradient is the mean over them.
   */
  readonly rates?: Readonly<Partial<Record<ParameterGroup, number>>>;
  /** How the rates go over the training. Default {@link constantRate}. */
  readonly schedule?: RateSchedule;
  /** The part of the last change that is kept in the next, from 0 to below 1. Default 0. */
  readonly momentum?: number;
  /** What is taken of the weights at each step, as a part of rate × weights. Default 0. */
  readonly weightDecay?: number;
  /** The longest gradient of a group (Euclidean norm); longer ones are shortened. Default none. */
  readonly clip?: Readonly<Partial<Record<ParameterGroup, number>>>;
  /** Which units are centred, and folded back afterwards. Default `both`. */
  readonly centre?: 'both' | 'visible' | 'none';
  /** How fast the centres of the hidden units follow their mean activity, from 0 to 1. Default 0.01. */
  readonly centreRate?: number;
  /** Whether σ is learnt, where there is one. Default true. */
  readonly learnSigma?: boolean;
  /** The lowest σ: pixels that never change would have none. Default 0.3, for pixels from -1 to 1. */
  readonly sigmaFloor?: number;
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
  /** Bytes of a checkpoint to go on from, made with the same options, data and kind of machine. Default none. */
  readonly resume?: Uint8Array;
  /** Takes the bytes of each checkpoint; write them atomically. Default none. */
  readonly onCheckpoint?: (bytes: Uint8Array, info: CheckpointInfo) => void | Promise<void>;
  /** Steps between two checkpoints within an epoch; there is always one at the end of an epoch. Default none within. */
  readonly checkpointEvery?: number;
}

/** {@link TrainRbmOptions} with the defaults filled in. */
export type TrainRbmSettings = Required<
  Omit<TrainRbmOptions, 'heldOut' | 'resume' | 'onCheckpoint' | 'checkpointEvery'>
> &
  Pick<TrainRbmOptions, 'heldOut' | 'resume' | 'onCheckpoint' | 'checkpointEvery'>;

/**
 * Fills in the defaults and checks all numbers.
 *
 * @param options - what the caller gave
 * @param continuous - whether the visible units are Gaussian
 * @returns the settings
 * @throws InterpError `bad-option` for one that is out of range
 */
export const trainRbmSettings = (options: TrainRbmOptions, continuous: boolean): TrainRbmSettings => {
  const given = Object.fromEntries(
    Object.entries(checkedOptions(options)).filter(([, value]) => value !== undefined),
  ) as TrainRbmOptions;
  const settings: TrainRbmSettings = {
    epochs: 10,
    batch: 64,
    trainer: contrastiveDivergence(),
    rate: 0.005,
    schedule: constantRate(),
    momentum: 0,
    weightDecay: 0,
    clip: {},
    centre: 'both',
    centreRate: 0.01,
    learnSigma: true,
    sigmaFloor: 0.3,
    range: continuous ? [-1, 1] : [0, 1],
    monitored: 500,
    exactUpTo: 10,
    seed: 0,
    ...given,
    rates: { weights: 1, visibleBias: 1, hiddenBias: 1, logPrecision: 0.1, ...given.rates },
  };
  checkFunctions('trainer', settings.trainer, ['negative']);
  checkCallback('onCheckpoint', settings.onCheckpoint);
  checkObject('clip', settings.clip);
  if (given.rates !== undefined) checkObject('rates', given.rates);
  checkBoolean('learnSigma', settings.learnSigma);
  checkChoice('centre', settings.centre, ['both', 'visible', 'none']);
  checkFunctions('schedule', settings.schedule, ['factor']);
  checkNumber('epochs', settings.epochs, { min: 1, integer: true });
  checkNumber('batch', settings.batch, { min: 1, integer: true });
  checkNumber('rate', settings.rate, { above: 0 });
  checkNumber('momentum', settings.momentum, { min: 0, max: 0.999 });
  checkNumber('weightDecay', settings.weightDecay, { min: 0 });
  checkNumber('centreRate', settings.centreRate, { min: 0, max: 1 });
  checkNumber('sigmaFloor', settings.sigmaFloor, { above: 0 });
  checkNumber('monitored', settings.monitored, { min: 1, integer: true });
  checkNumber('exactUpTo', settings.exactUpTo, { min: 0, max: 20, integer: true });
  checkNumber('seed', settings.seed, { integer: true });
  if (settings.checkpointEvery !== undefined)
    checkNumber('checkpointEvery', settings.checkpointEvery, { min: 1, integer: true });
  for (const group of parameterGroups) {
    checkNumber(`the rate of ${group}`, settings.rates[group], { min: 0 });
    if (settings.clip[group] !== undefined) checkNumber(`the clip of ${group}`, settings.clip[group], { above: 0 });
  }
  checkList('range', settings.range, { length: 2, numbers: true });
  const [low, high] = settings.range;
  if (!(low < high) || (!continuous && (low < 0 || high > 1)))
    throw new InterpError(
      'bad-option',
      `the range is ${low} to ${high}; expected ${continuous ? 'the lower value first' : 'a part of 0 to 1 for binary visible units'}`,
    );
  return settings;
};
