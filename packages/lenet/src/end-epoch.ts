import type { LabelledImages, Random } from '@interp/core';
import type { EpochRecord } from './epoch-record.js';
import { measure } from './measure.js';
import type { Trainer } from './learner.js';
import type { TrainSettings } from './training-options.js';
import { startOfEpoch, type TrainingProgress } from './training-progress.js';

/** What an epoch leaves to the next one. */
export interface EndOfEpoch {
  /** Decides the order of the next epoch. */
  readonly order: Random;
  /** Decides the moves of the images from now on. */
  readonly moves: Random;
  /** The rate of the last step. */
  readonly rate: number;
  /** Makes the examples of an adversarial training from now on. */
  readonly attacks?: Random;
  /** State of the stream that makes the examples of validation images, the same each time. */
  readonly onValidation?: readonly number[];
}

/**
 * What follows the last batch of an epoch: validation, the decision whether to go on, and the best weights back if not.
 *
 * @param machine - the tensors
 * @param settings - how the training goes
 * @param validation - images to validate on, if any
 * @param progress - where it is, all losses read
 * @param left - what the epoch leaves
 * @returns the progress at the start of the next epoch, its history one longer
 */
export const endEpoch = async (
  machine: Trainer,
  settings: TrainSettings,
  validation: LabelledImages | undefined,
  progress: TrainingProgress,
  left: EndOfEpoch,
): Promise<TrainingProgress> => {
  const epoch = progress.epoch + 1;
  const against = progress.adversarial;
  const checked = validation && (await measure(machine, validation, left.onValidation));
  const record: EpochRecord = {
    epoch,
    step: progress.step,
    loss: progress.lossSum / progress.seen,
    accuracy: progress.correct / progress.seen,
    rate: left.rate,
    seconds: progress.seconds,
    ...(against && {
      clean: { loss: against.cleanLossSum / progress.seen, accuracy: against.cleanCorrect / progress.seen },
      adversarial: { loss: against.lossSum / progress.seen, accuracy: progress.correct / progress.seen },
    }),
    ...(checked && { validation: checked }),
  };
  const watched = (checked?.adversarial ?? checked)?.loss;
  const better = watched !== undefined && settings.earlyStop && !(progress.best && watched >= progress.best.loss);
  const best = better ? { loss: watched, epoch } : progress.best;
  if (better) await machine.state.remember();
  const patience = settings.earlyStop?.patience ?? 3;
  const finished = epoch === settings.epochs || (best !== undefined && epoch - best.epoch >= patience);
  if (finished) machine.state.recall();
  return {
    ...startOfEpoch(left.order, left.moves, left.attacks),
    epoch,
    step: progress.step,
    history: [...progress.history, record],
    finished,
    ...(best && { best }),
  };
};
