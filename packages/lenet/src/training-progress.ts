import { InterpError } from '@interp/core';
import { z } from 'zod';
import type { EpochRecord } from './epoch-record.js';

/** Where a training is, without the tensors: plain data, for a checkpoint to keep. */
export interface TrainingProgress {
  /** Epochs done. */
  epoch: number;
  /** Batches done of the epoch that has begun. */
  batch: number;
  /** Steps done in all. */
  step: number;
  /** State of the stream that orders the images, as it was at the start of this epoch. */
  order: readonly number[];
  /** State of the stream that moves the images, now. */
  moves: readonly number[];
  /** Sum over the images of this epoch so far of their loss. */
  lossSum: number;
  /** Images of this epoch so far that were classified right. */
  correct: number;
  /** Images of this epoch so far. */
  seen: number;
  /** Seconds spent on this epoch so far. */
  seconds: number;
  /** The epochs done. */
  history: readonly EpochRecord[];
  /** The lowest validation loss so far and its epoch, where an early stop looks at it. */
  best?: { readonly loss: number; readonly epoch: number };
  /** Whether the training is over. */
  finished: boolean;
}

const count = z.int().min(0);
const part = z.number().min(0).max(1);
const state = z.array(count).length(4);
const schema = z.strictObject({
  epoch: count,
  batch: count,
  step: count,
  order: state,
  moves: state,
  lossSum: z.number(),
  correct: count,
  seen: count,
  seconds: z.number(),
  history: z.array(
    z.strictObject({
      epoch: count,
      step: count,
      loss: z.number(),
      accuracy: part,
      rate: z.number(),
      seconds: z.number(),
      validation: z.strictObject({ loss: z.number(), accuracy: part }).exactOptional(),
    }),
  ),
  best: z.strictObject({ loss: z.number(), epoch: count }).exactOptional(),
  finished: z.boolean(),
});

/**
 * Reads the progress out of a checkpoint.
 *
 * @param text - JSON
 * @returns the progress
 * @throws InterpError `bad-file` where it is none
 */
export const parseProgress = (text: string): TrainingProgress => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new InterpError('bad-file', "the checkpoint's progress is no JSON; give an undamaged checkpoint", { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new InterpError(
    'bad-file',
    `the checkpoint's progress is damaged at ${JSON.stringify(where)}; give an undamaged checkpoint`,
  );
};
