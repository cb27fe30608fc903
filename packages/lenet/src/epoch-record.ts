import type { CheckpointInfo as TrainingCheckpointInfo } from '@interp/training';
import { z } from 'zod';

/** Loss and accuracy on a set of images. */
export interface LossAndAccuracy {
  /** Mean loss. */
  readonly loss: number;
  /** Part classified right. */
  readonly accuracy: number;
}

/** Loss and accuracy on the validation images. */
export interface ValidationRecord extends LossAndAccuracy {
  /** In adversarial training: loss and accuracy on their adversarial examples at full strength; early stopping uses this loss. */
  readonly adversarial?: LossAndAccuracy;
}

/** The record of one epoch. */
export interface EpochRecord {
  /** Which epoch, from 1. */
  readonly epoch: number;
  /** Steps in all at its end. */
  readonly step: number;
  /** Mean minimised loss over its training images, before the step of each batch. */
  readonly loss: number;
  /** Accuracy on its training images, before the step of each batch; in adversarial training, on the examples. */
  readonly accuracy: number;
  /** The learning rate of its last step. */
  readonly rate: number;
  /** Wall-clock seconds that it took, without interruptions. */
  readonly seconds: number;
  /** In adversarial training: loss and accuracy on the clean training images, before the step of each batch. */
  readonly clean?: LossAndAccuracy;
  /** The same for their adversarial examples. */
  readonly adversarial?: LossAndAccuracy;
  /** Loss and accuracy on the validation images at its end, if there are any. */
  readonly validation?: ValidationRecord;
}

/** What `onCheckpoint` gets with a checkpoint. */
export type CheckpointInfo = TrainingCheckpointInfo<EpochRecord>;

const count = z.int().min(0);
const lossAndAccuracy = z.strictObject({ loss: z.number(), accuracy: z.number().min(0).max(1) });

/** The schema of an {@link EpochRecord} in a checkpoint. */
export const epochRecordForm: z.ZodType<EpochRecord> = lossAndAccuracy.extend({
  epoch: count,
  step: count,
  rate: z.number(),
  seconds: z.number(),
  clean: lossAndAccuracy.exactOptional(),
  adversarial: lossAndAccuracy.exactOptional(),
  validation: lossAndAccuracy.extend({ adversarial: lossAndAccuracy.exactOptional() }).exactOptional(),
});
