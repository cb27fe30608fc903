import { drive, type DriveOptions, type LabelledImages } from '@interp/core';
import { splitDriveOptions } from '@interp/core/internal';
import type { Rbm } from '../rbm.js';
import type { TrainRbmOptions } from './train-options.js';
import { trainRbmSteps, type RbmTraining, type RbmTrainingStep } from './train-rbm.js';

/**
 * Trains an RBM, batch after batch. Visible and hidden units are centred while it learns, σ goes no lower than a floor, and the same seed,
 * backend and machine give the same numbers, also where the training was interrupted and resumed from its last checkpoint.
 *
 * @param start - where it starts, of {@link initialRbm} or an earlier training; borrowed
 * @param data - images; borrowed, their labels are not looked at
 * @param options - how to train, and `onStep` and `signal` of `drive`
 * @returns the trained RBM, which belongs to the caller, and its history
 * @throws InterpError `bad-option`, `bad-shape`, `bad-value` for what cannot be trained, `bad-file` for a damaged checkpoint,
 *   `unsupported-model` for one of another model, `not-finite` where a number is finite no more
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
