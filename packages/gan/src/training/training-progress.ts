import { z } from 'zod';

const count = z.int().min(0);
const state = z.array(count).length(4);
const measures = {
  discriminatorLoss: z.number(),
  generatorLoss: z.number(),
  penalty: z.number(),
  realLogit: z.number(),
  fakeLogit: z.number(),
  pairwiseAccuracy: z.number(),
};

/** The form of a progress, for a checkpoint to be checked by. */
export const progressForm = z.strictObject({
  epoch: count,
  batch: count,
  step: count,
  order: state,
  latents: state,
  sums: z.strictObject(measures),
  seconds: z.number(),
  diagnoses: z.array(z.string()).readonly(),
  history: z.array(
    z.strictObject({
      epoch: count,
      step: count,
      seconds: z.number(),
      diagnoses: z.array(z.string()).readonly(),
      ...measures,
    }),
  ),
});

/**
 * Where a training is, without the tensors: epochs done; steps done of the epoch that has begun, and in all; the streams that order
 * the images (as at the start of the epoch) and draw latent codes (now); sums over the epoch's steps; its seconds and diagnoses; the
 * epochs done.
 */
export type GanProgress = z.infer<typeof progressForm>;

/** Sums over no steps. */
export const noSums: GanProgress['sums'] = {
  discriminatorLoss: 0,
  generatorLoss: 0,
  penalty: 0,
  realLogit: 0,
  fakeLogit: 0,
  pairwiseAccuracy: 0,
};

/** The names of what is measured at each step, in the order in which a step gives them. */
export const measureNames = Object.keys(noSums) as readonly (keyof GanProgress['sums'])[];
