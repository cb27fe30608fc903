import { InterpError, type Random } from '@interp/core';
import { measureNames, noSums, type GanProgress } from './training-progress.js';

type Sums = GanProgress['sums'];

const mapped = (of: (name: keyof Sums) => number): Sums =>
  Object.fromEntries(measureNames.map((name) => [name, of(name)])) as Sums;

/** Two sums together. */
export const sumOf = (a: Sums, b: Sums): Sums => mapped((name) => a[name] + b[name]);

/** Where a training is before its first step, given the streams that order images and draw latent codes. */
export const startOfTraining = (order: Random, latents: Random): GanProgress => ({
  epoch: 0,
  batch: 0,
  step: 0,
  order: [...order.state()],
  latents: [...latents.state()],
  sums: noSums,
  seconds: 0,
  diagnoses: [],
  history: [],
});

/**
 * Where a training is after the last step of an epoch.
 *
 * @param progress - after the step, its measures read
 * @param perEpoch - steps of an epoch
 * @param order - the stream that orders the images of the next epoch
 * @returns the progress at the start of the next epoch, its history one longer
 */
export const endOfEpoch = (progress: GanProgress, perEpoch: number, order: Random): GanProgress => {
  const { sums, seconds, step, diagnoses, history } = progress;
  const epoch = progress.epoch + 1;
  const means = mapped((name) => sums[name] / perEpoch);
  return {
    ...progress,
    epoch,
    batch: 0,
    order: [...order.state()],
    sums: noSums,
    seconds: 0,
    diagnoses: [],
    history: [...history, { epoch, step, seconds, diagnoses: [...new Set(diagnoses)], ...means }],
  };
};

/**
 * Checks that a progress fits a training.
 *
 * @param progress - as read from a checkpoint
 * @param epochs - epochs of the training
 * @param perEpoch - steps of an epoch
 * @throws InterpError `bad-file` where its counts contradict each other
 */
export const checkProgress = ({ epoch, batch, step, history }: GanProgress, epochs: number, perEpoch: number): void => {
  if (epoch <= epochs && batch < perEpoch && step === epoch * perEpoch + batch && history.length === epoch) return;
  throw new InterpError(
    'bad-file',
    `the checkpoint's counts contradict each other (epoch ${epoch}, batch ${batch}, step ${step}); give an undamaged one`,
  );
};
