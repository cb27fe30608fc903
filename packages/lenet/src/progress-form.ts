import { InterpError } from '@interp/core';
import type { ProgressForm } from '@interp/core/internal';
import { z } from 'zod';
import type { TrainSettings } from './training-options.js';
import type { TrainingProgress } from './training-progress.js';

const count = z.int().min(0);
const part = z.number().min(0).max(1);
const state = z.array(count).length(4);
const judged = z.strictObject({ loss: z.number(), accuracy: part });
/** The form of a progress in a checkpoint. */
export const progressForm: ProgressForm<TrainingProgress> = z.strictObject({
  epoch: count,
  batch: count,
  step: count,
  order: state,
  moves: state,
  lossSum: z.number(),
  correct: count,
  seen: count,
  adversarial: z
    .strictObject({ random: state, lossSum: z.number(), cleanLossSum: z.number(), cleanCorrect: count })
    .exactOptional(),
  seconds: z.number(),
  history: z.array(
    z.strictObject({
      epoch: count,
      step: count,
      loss: z.number(),
      accuracy: part,
      rate: z.number(),
      seconds: z.number(),
      clean: judged.exactOptional(),
      adversarial: judged.exactOptional(),
      validation: judged.extend({ adversarial: judged.exactOptional() }).exactOptional(),
    }),
  ),
  best: z.strictObject({ loss: z.number(), epoch: count }).exactOptional(),
  finished: z.boolean(),
});

/**
 * Checks that a progress fits a training.
 *
 * @param progress - as read
 * @param settings - how the training goes
 * @param perEpoch - steps of an epoch
 * @throws InterpError `bad-file` where its counts contradict each other
 */
export const checkProgress = (
  progress: TrainingProgress,
  { epochs, adversarial }: TrainSettings,
  perEpoch: number,
): void => {
  const { epoch, batch, step, finished, history } = progress;
  if ((adversarial === undefined) !== (progress.adversarial === undefined))
    throw new InterpError('bad-file', 'the checkpoint says nothing of the adversarial training; give an undamaged one');
  const within = finished ? epoch <= epochs && batch === 0 : epoch < epochs && batch < perEpoch;
  if (!within || step !== epoch * perEpoch + batch || history.length !== epoch)
    throw new InterpError(
      'bad-file',
      `the checkpoint's counts contradict each other (epoch ${epoch}, batch ${batch}, step ${step}); give an undamaged one`,
    );
};
