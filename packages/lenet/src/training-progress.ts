import type { Random } from '@interp/core';
import type { EpochRecord } from './epoch-record.js';
import type { LossSums } from './loss-reader.js';

/** What an adversarial training keeps besides. */
export interface AdversarialProgress {
  /** State of the stream that the examples are made with, now. */
  readonly random: readonly number[];
  /** Sum over the examples of this epoch so far of their loss. */
  readonly lossSum: number;
  /** Sum over the images of this epoch so far of their loss. */
  readonly cleanLossSum: number;
  /** Images of this epoch so far that were classified right as they are. */
  readonly cleanCorrect: number;
}

/** Where a training is, without the tensors: plain data, for a checkpoint to keep. */
export interface TrainingProgress {
  /** Epochs done. */
  readonly epoch: number;
  /** Batches done of the epoch that has begun. */
  readonly batch: number;
  /** Steps done in all. */
  readonly step: number;
  /** State of the stream that orders the images, as it was at the start of this epoch. */
  readonly order: readonly number[];
  /** State of the stream that moves the images, now. */
  readonly moves: readonly number[];
  /** Sum over the images of this epoch so far of their loss. */
  readonly lossSum: number;
  /** Images of this epoch so far that were classified right. */
  readonly correct: number;
  /** Images of this epoch so far. */
  readonly seen: number;
  /** What only an adversarial training has. */
  readonly adversarial?: AdversarialProgress;
  /** Seconds spent on this epoch so far. */
  readonly seconds: number;
  /** The epochs done. */
  readonly history: readonly EpochRecord[];
  /** The lowest validation loss so far and its epoch, where an early stop looks at it. */
  readonly best?: { readonly loss: number; readonly epoch: number };
  /** Whether the training is over. */
  readonly finished: boolean;
}

/**
 * Where a training is at the start of an epoch.
 *
 * @param order - the stream that orders the images
 * @param moves - the stream that moves them
 * @param attacks - the stream that examples are made with, in an adversarial training
 * @returns the progress, with nothing done
 */
export const startOfEpoch = (order: Random, moves: Random, attacks?: Random): TrainingProgress => ({
  epoch: 0,
  batch: 0,
  step: 0,
  order: order.state(),
  moves: moves.state(),
  lossSum: 0,
  correct: 0,
  seen: 0,
  ...(attacks && { adversarial: { random: attacks.state(), lossSum: 0, cleanLossSum: 0, cleanCorrect: 0 } }),
  seconds: 0,
  history: [],
  finished: false,
});

/**
 * Where a training is after some batches have been read.
 *
 * @param progress - where it was
 * @param sums - what the batches gave
 * @param moves - the stream that moves the images, as it is now
 * @param attacks - the stream that examples are made with, as it is now
 * @returns the progress
 */
export const withSums = (
  progress: TrainingProgress,
  { lossSum, correct, seen, adversarial }: LossSums,
  moves: Random,
  attacks: Random,
): TrainingProgress => {
  const before = progress.adversarial;
  return {
    ...progress,
    moves: moves.state(),
    lossSum: progress.lossSum + lossSum,
    correct: progress.correct + correct,
    seen: progress.seen + seen,
    ...(before && {
      adversarial: {
        random: attacks.state(),
        lossSum: before.lossSum + (adversarial?.lossSum ?? 0),
        cleanLossSum: before.cleanLossSum + (adversarial?.cleanLossSum ?? 0),
        cleanCorrect: before.cleanCorrect + (adversarial?.cleanCorrect ?? 0),
      },
    }),
  };
};
