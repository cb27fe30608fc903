import { InterpError } from '@interp/checks';
import type { CheckpointInfo as CheckpointInfoOf } from '@interp/training';
import { readings } from '@interp/training/internal';
import type { Tensor1D } from '@tensorflow/tfjs-core';
import { z } from 'zod';

/** Means over some steps of a training. */
export interface GanMeasures {
  /** The discriminator's loss, without the penalty. */
  readonly discriminatorLoss: number;
  /** The generator's loss. */
  readonly generatorLoss: number;
  /** The penalty on the discriminator's gradient. */
  readonly penalty: number;
  /** The logit of real images. */
  readonly realLogit: number;
  /** The logit of generated images. */
  readonly fakeLogit: number;
  /** The fraction of the pairs of a real and a generated image in which the real one has the higher logit. */
  readonly pairwiseAccuracy: number;
}

/** The record of one epoch. */
export interface GanEpochRecord extends GanMeasures {
  /** Number of the epoch, from 1. */
  readonly epoch: number;
  /** Steps of the generator done in all. */
  readonly step: number;
  /** Wall-clock seconds. */
  readonly seconds: number;
  /** Names of the diagnoses during the epoch, see {@link GanDiagnosis}. */
  readonly diagnoses: readonly string[];
}

/** What `onCheckpoint` gets with a checkpoint of a GAN's training. */
export type CheckpointInfo = CheckpointInfoOf<GanEpochRecord>;

/** Means over the steps read last, and the spread of the images of the last batch. */
export interface RecentMeasures extends GanMeasures {
  /** Steps done in all. */
  readonly step: number;
  /** Steps that the means are over. */
  readonly steps: number;
  /** Standard deviation over the batch, averaged over the pixels, of generated images as a fraction of that of real ones. */
  readonly spread: number;
}

/** The schema of {@link GanMeasures} in a checkpoint. */
export const measuresForm = z.strictObject({
  discriminatorLoss: z.number(),
  generatorLoss: z.number(),
  penalty: z.number(),
  realLogit: z.number(),
  fakeLogit: z.number(),
  pairwiseAccuracy: z.number(),
});

/** The schema of {@link GanEpochRecord} in a checkpoint. */
export const epochRecordForm = measuresForm.extend({
  epoch: z.int().min(1),
  step: z.int().min(1),
  seconds: z.number(),
  diagnoses: z.array(z.string()).readonly(),
});

/** The measures of a step, in the order of its tensor. */
const names = Object.keys(measuresForm.shape) as readonly (keyof GanMeasures)[];

const mapped = (of: (name: keyof GanMeasures, i: number) => number): GanMeasures =>
  Object.fromEntries(names.map((name, i) => [name, of(name, i)])) as unknown as GanMeasures;

/** Accumulates the measures of an epoch: steps queued to be read back together, and sums of those read. */
export interface EpochMeasures {
  /** Means over the steps read last; 0 before the first. */
  readonly recent: GanMeasures;
  /** Sums over the epoch; set them to resume from a checkpoint. */
  sums: GanMeasures;
  /** Adds the measures of a step, which it then owns: `[6]` in the order of {@link GanMeasures}, or `[7]` with the spread. */
  add(measures: Tensor1D, step: number): void;
  /**
   * Reads all queued steps.
   *
   * @returns their means, if there were any and the last has a spread
   * @throws InterpError `not-finite`, with the step, for a measure that is not finite
   */
  read(): Promise<RecentMeasures | undefined>;
  /**
   * Ends the epoch, and starts the sums of the next.
   *
   * @param steps - of the epoch
   * @returns means over them
   */
  endEpoch(steps: number): GanMeasures;
  /** Disposes of all queued tensors. */
  dispose(): void;
}

/**
 * Creates an empty accumulator.
 *
 * @returns the measures
 */
export const epochMeasures = (): EpochMeasures => {
  const queue = readings<{ readonly measures: Tensor1D }, number>();
  const none = mapped(() => 0);
  let recent = none;
  let sums = none;
  return {
    get recent() {
      return recent;
    },
    get sums() {
      return sums;
    },
    set sums(before) {
      sums = before;
    },
    add: (measures, step) => {
      queue.add({ measures }, step);
    },
    read: async () => {
      const read = await queue.read();
      const last = read.at(-1);
      if (!last) return undefined;
      let total = none;
      for (const { values, context: step } of read)
        total = mapped((name, i) => {
          const value = values.measures[i];
          if (Number.isFinite(value)) return total[name] + value;
          throw new InterpError(
            'not-finite',
            `the ${name} is ${value} at step ${step}; train again at a lower rate, or with a higher penalty; the last checkpoint stays as it is`,
          );
        });
      sums = mapped((name) => sums[name] + total[name]);
      recent = mapped((name) => total[name] * (1 / read.length));
      const spread = last.values.measures.at(names.length);
      return spread === undefined ? undefined : { ...recent, step: last.context, steps: read.length, spread };
    },
    endEpoch: (steps) => {
      const means = mapped((name) => sums[name] / steps);
      sums = none;
      return means;
    },
    dispose: queue.dispose,
  };
};
