import { InterpError } from '@interp/core';
import { readings, type CheckpointInfo as CheckpointInfoOf } from '@interp/core/internal';
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

/** What an epoch gave. */
export interface GanEpochRecord extends GanMeasures {
  /** Which one, from 1. */
  readonly epoch: number;
  /** Steps of the generator done in all. */
  readonly step: number;
  /** Seconds that it took. */
  readonly seconds: number;
  /** The names of what was diagnosed during the epoch, see {@link GanDiagnosis}. */
  readonly diagnoses: readonly string[];
}

/** What `onCheckpoint` gets with a checkpoint of a GAN's training. */
export type CheckpointInfo = CheckpointInfoOf<GanEpochRecord>;

/** Means over the steps that were read last, and how much the images of the last batch differ. */
export interface RecentMeasures extends GanMeasures {
  /** Steps done in all. */
  readonly step: number;
  /** Steps that the means are over. */
  readonly steps: number;
  /** Standard deviation over the batch, averaged over the pixels, of generated images as a fraction of that of real ones. */
  readonly spread: number;
}

/** The form of {@link GanMeasures} in a checkpoint. */
export const measuresForm = z.strictObject({
  discriminatorLoss: z.number(),
  generatorLoss: z.number(),
  penalty: z.number(),
  realLogit: z.number(),
  fakeLogit: z.number(),
  pairwiseAccuracy: z.number(),
});

/** The form of {@link GanEpochRecord} in a checkpoint. */
export const epochRecordForm = measuresForm.extend({
  epoch: z.int().min(1),
  step: z.int().min(1),
  seconds: z.number(),
  diagnoses: z.array(z.string()).readonly(),
});

/** What is measured at each step, in the order in which a step gives it. */
const names = Object.keys(measuresForm.shape) as readonly (keyof GanMeasures)[];

const mapped = (of: (name: keyof GanMeasures, i: number) => number): GanMeasures =>
  Object.fromEntries(names.map((name, i) => [name, of(name, i)])) as unknown as GanMeasures;

/** The measures of an epoch: steps that wait to be read back together, and sums of those that were. */
export interface EpochMeasures {
  /** Means over the steps that were read last; 0 before the first. */
  readonly recent: GanMeasures;
  /** Sums over the epoch; write them to go on from a checkpoint. */
  sums: GanMeasures;
  /** Takes what a step measured, which belongs to the epoch from now on: `[6]` in the order of {@link GanMeasures}, or `[7]` with the spread. */
  add(measures: Tensor1D, step: number): void;
  /**
   * Reads all that wait.
   *
   * @returns what they were, where something waited and the last of it has a spread
   * @throws InterpError `not-finite` for a measure that is not a number, saying where
   */
  read(): Promise<RecentMeasures | undefined>;
  /**
   * Ends the epoch, and starts the sums of the next.
   *
   * @param steps - of the epoch
   * @returns means over them
   */
  endEpoch(steps: number): GanMeasures;
  /** Disposes all that wait. */
  dispose(): void;
}

/**
 * The measures of an epoch, none yet.
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
            `the ${name} is ${value} at step ${step}; train anew at a lower rate, or with a higher penalty; the last checkpoint stays as it is`,
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
