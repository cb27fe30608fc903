import type { CheckpointInfo as TrainingCheckpointInfo } from '@interp/core/internal';
import { z } from 'zod';

/** Loss and accuracy on some images. */
export interface LossAndAccuracy {
  /** Mean loss. */
  readonly loss: number;
  /** Part classified right. */
  readonly accuracy: number;
}

/** How the network does on images that it is not trained on. */
export interface ValidationRecord extends LossAndAccuracy {
  /** Loss and accuracy of the examples made of them at full strength, in an adversarial training; an early stop goes by this loss. */
  readonly adversarial?: LossAndAccuracy;
}

/** What training on one epoch gave. */
export interface EpochRecord {
  /** Which epoch, from 1. */
  readonly epoch: number;
  /** Steps in all at its end. */
  readonly step: number;
  /** Mean of what was minimised over its training images, each as it was when its batch came. */
  readonly loss: number;
  /** Fraction of its training images that were classified right when their batch came; of the examples, in an adversarial training. */
  readonly accuracy: number;
  /** The learning rate of its last step. */
  readonly rate: number;
  /** Wall-clock seconds that it took, without interruptions. */
  readonly seconds: number;
  /** Loss and accuracy of its training images as they are, when their batch came, in an adversarial training. */
  readonly clean?: LossAndAccuracy;
  /** The same for the examples made of them. */
  readonly adversarial?: LossAndAccuracy;
  /** Mean loss and accuracy on the validation images at its end, where there are any. */
  readonly validation?: ValidationRecord;
}

/** What `onCheckpoint` gets with a checkpoint. */
export type CheckpointInfo = TrainingCheckpointInfo<EpochRecord>;

const count = z.int().min(0);
const lossAndAccuracy = z.strictObject({ loss: z.number(), accuracy: z.number().min(0).max(1) });

/** The form of an {@link EpochRecord} in a checkpoint. */
export const epochRecordForm: z.ZodType<EpochRecord> = lossAndAccuracy.extend({
  epoch: count,
  step: count,
  rate: z.number(),
  seconds: z.number(),
  clean: lossAndAccuracy.exactOptional(),
  adversarial: lossAndAccuracy.exactOptional(),
  validation: lossAndAccuracy.extend({ adversarial: lossAndAccuracy.exactOptional() }).exactOptional(),
});
