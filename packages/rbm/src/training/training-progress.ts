import type { ProgressForm } from '@interp/core/internal';
import { z } from 'zod';
import type { RbmEpochRecord } from './measures.js';
import { stateSize } from '../sampling/xoshiro.js';

/** Where a training is, without its arrays: plain data, for a checkpoint to keep. */
export interface TrainingProgress {
  /** Epochs done. */
  readonly epoch: number;
  /** Batches done of the epoch that has begun. */
  readonly batch: number;
  /** Steps done in all. */
  readonly step: number;
  /** State of the stream that orders the images, as it was at the start of this epoch. */
  readonly order: readonly number[];
  /** State of the stream that samples, now. */
  readonly random: readonly number[];
  /** Seconds spent on this epoch so far. */
  readonly seconds: number;
  /** The epochs done. */
  readonly history: readonly RbmEpochRecord[];
}

const count = z.int().min(0);

/** The form of a progress in a checkpoint. */
export const progressForm: ProgressForm<TrainingProgress> = z.strictObject({
  epoch: count,
  batch: count,
  step: count,
  order: z.array(count).length(4),
  random: z.array(count).length(stateSize),
  seconds: z.number(),
  history: z.array(
    z.strictObject({
      epoch: count,
      step: count,
      rate: z.number(),
      seconds: z.number(),
      reconstruction: z.number(),
      activity: z.number(),
      freeEnergy: z.number(),
      freeEnergyGap: z.number().exactOptional(),
      logLikelihood: z.number().exactOptional(),
      heldOutLogLikelihood: z.number().exactOptional(),
    }),
  ),
});
