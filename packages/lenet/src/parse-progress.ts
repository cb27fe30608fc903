import { InterpError } from '@interp/core';
import { z } from 'zod';
import type { TrainingProgress } from './training-progress.js';

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

/** Reads JSON of a given form out of a checkpoint. */
const parse = <T>(what: string, text: string, form: z.ZodType<T>): T => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new InterpError('bad-file', `the checkpoint's ${what} is no JSON; give an undamaged checkpoint`, { cause });
  }
  const parsed = form.safeParse(value);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new InterpError(
    'bad-file',
    `the checkpoint's ${what} is damaged at ${JSON.stringify(where)}; give an undamaged checkpoint`,
  );
};

/**
 * Reads the progress out of a checkpoint.
 *
 * @param text - JSON
 * @returns the progress
 * @throws InterpError `bad-file` where it is none
 */
export const parseProgress = (text: string): TrainingProgress => parse('progress', text, schema);

/**
 * Reads the fingerprint out of a checkpoint.
 *
 * @param text - JSON
 * @returns a description per option
 * @throws InterpError `bad-file` where it is none
 */
export const parseFingerprint = (text: string): Record<string, string> =>
  parse('fingerprint', text, z.record(z.string(), z.string()));

/**
 * Checks that a progress fits a training.
 *
 * @param progress - as read
 * @param epochs - epochs of the training
 * @param perEpoch - steps of an epoch
 * @throws InterpError `bad-file` where its counts contradict each other
 */
export const checkProgress = (progress: TrainingProgress, epochs: number, perEpoch: number): void => {
  const { epoch, batch, step, finished, history } = progress;
  const within = finished ? epoch <= epochs && batch === 0 : epoch < epochs && batch < perEpoch;
  if (!within || step !== epoch * perEpoch + batch || history.length !== epoch)
    throw new InterpError(
      'bad-file',
      `the checkpoint's counts contradict each other (epoch ${epoch}, batch ${batch}, step ${step}); give an undamaged one`,
    );
};
