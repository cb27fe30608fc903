import {
  checkCallback,
  checkedOptions,
  checkFunctions,
  checkList,
  checkNumber,
  checkObject,
} from '@interp/core/internal';
import type { CheckpointInfo } from './checkpoint-info.js';
import type { GanLoss } from '../losses/loss.js';
import { nonSaturating } from '../losses/cross-entropy-losses.js';
import type { GradientPenalty } from '../losses/penalties.js';

/** At which steps samples of the same latent codes are kept. */
export interface SnapshotOptions {
  /** The steps, 0 being before the first one. */
  readonly at: readonly number[];
  /** How many samples. Default 10. */
  readonly count?: number;
}

/** How {@link trainGan} trains. */
export interface TrainGanOptions {
  /** Times that every image is seen. Default 20. */
  readonly epochs?: number;
  /** Images in a batch, as many generated ones beside them. Default 64. */
  readonly batch?: number;
  /** What both networks minimise. Default {@link nonSaturating}. */
  readonly loss?: GanLoss;
  /** The penalty on the discriminator's gradient. Default what goes with the loss: `r1()` of γ = 2, for `wganGp()` its own. */
  readonly penalty?: GradientPenalty;
  /** Steps of the discriminator for one of the generator, each on a batch of its own. Default 1. */
  readonly discriminatorSteps?: number;
  /** The learning rate of both networks. Default 0.0002. */
  readonly rate?: number;
  /** The learning rate of the discriminator, where it is another one. Default `rate`. */
  readonly discriminatorRate?: number;
  /** How much of the mean gradient Adam keeps at each step. Default 0.5 (Radford et al. 2016). */
  readonly beta1?: number;
  /** How much of the mean squared gradient Adam keeps at each step. Default 0.999. */
  readonly beta2?: number;
  /** How much of the generator's moving average stays at each step; 0 is no average. Default 0.999. */
  readonly average?: number;
  /** When samples of the same latent codes are kept. Default never. */
  readonly snapshots?: SnapshotOptions;
  /** Decides the order of the images and all latent codes: a whole number. Default 0. */
  readonly seed?: number;
  /** Bytes of a checkpoint to go on from, made with the same options, data and kinds of models. Default none. */
  readonly resume?: Uint8Array;
  /** Takes the bytes of each checkpoint; write them atomically. Default none. */
  readonly onCheckpoint?: (bytes: Uint8Array, info: CheckpointInfo) => void | Promise<void>;
  /** Steps between two checkpoints within an epoch; there is always one at the end of an epoch. Default none within. */
  readonly checkpointEvery?: number;
  /** Steps after which losses are read back and looked at. Default 20. */
  readonly readEvery?: number;
}

/** {@link TrainGanOptions} with the defaults filled in. */
export type TrainGanSettings = Required<Omit<TrainGanOptions, 'resume' | 'onCheckpoint' | 'checkpointEvery'>> &
  Pick<TrainGanOptions, 'resume' | 'onCheckpoint' | 'checkpointEvery'>;

/**
 * Fills in the defaults and checks all numbers.
 *
 * @param options - what the caller gave
 * @returns the settings
 * @throws InterpError `bad-option` for one that is out of range
 */
export const trainGanSettings = (options: TrainGanOptions): TrainGanSettings => {
  const given = Object.fromEntries(
    Object.entries(checkedOptions(options)).filter(([, value]) => value !== undefined),
  ) as TrainGanOptions;
  const { loss = nonSaturating() } = given;
  const rate = given.rate ?? 0.0002;
  checkFunctions('loss', loss, ['real', 'fake', 'generator']);
  const settings = {
    epochs: 20,
    batch: 64,
    loss,
    penalty: loss.penalty,
    discriminatorSteps: 1,
    rate,
    discriminatorRate: rate,
    beta1: 0.5,
    beta2: 0.999,
    average: 0.999,
    snapshots: { at: [] },
    seed: 0,
    readEvery: 20,
    ...given,
  };
  for (const name of ['epochs', 'batch', 'discriminatorSteps', 'readEvery'] as const)
    checkNumber(name, settings[name], { min: 1, integer: true });
  for (const name of ['rate', 'discriminatorRate'] as const) checkNumber(name, settings[name], { above: 0 });
  checkNumber('beta1', settings.beta1, { min: 0, max: 0.999999 });
  checkNumber('beta2', settings.beta2, { min: 0, max: 0.9999999 });
  checkNumber('average', settings.average, { min: 0, max: 0.9999999 });
  checkNumber('seed', settings.seed, { integer: true });
  if (settings.checkpointEvery !== undefined)
    checkNumber('checkpointEvery', settings.checkpointEvery, { min: 1, integer: true });
  checkCallback('onCheckpoint', settings.onCheckpoint);
  checkFunctions('penalty', settings.penalty, ['of']);
  checkObject('snapshots', settings.snapshots);
  const { at, count = 10 } = settings.snapshots;
  checkList('the steps of the snapshots', at);
  for (const step of at) checkNumber('a step of the snapshots', step, { min: 0, integer: true });
  checkNumber("the snapshots' count", count, { min: 1, integer: true });
  return settings;
};
