import { InterpError } from '@interp/core';
import { readings } from '@interp/core/internal';
import type * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { EpochRecord } from './epoch-record.js';

/** Mean losses and scores of a batch before its step, in tensors of the caller's. */
export interface BatchLosses {
  /** The mean of what is minimised. */
  readonly loss: tf.Scalar;
  /** Scores, `[n, classes]`; of the examples, in an adversarial training. */
  readonly logits: tf.Tensor2D;
  /** In an adversarial training: the training's own mean loss of the images as they are. */
  readonly clean?: tf.Scalar;
  /** In an adversarial training: scores of the images as they are, `[n, classes]`. */
  readonly cleanLogits?: tf.Tensor2D;
  /** In an adversarial training: the training's own mean loss of the examples. */
  readonly adversarial?: tf.Scalar;
}

/** When a batch came, for the message where its loss is no number. */
export interface BatchTime {
  /** The epoch, from 1. */
  readonly epoch: number;
  /** The step in all, from 1. */
  readonly step: number;
  /** Its learning rate. */
  readonly rate: number;
}

const count = z.int().min(0);

/** The form of {@link EpochSums} in a checkpoint. */
export const epochSumsForm = z.strictObject({
  /** Sum of what was minimised. */
  loss: z.number(),
  /** Images that were classified right; examples, in an adversarial training. */
  correct: count,
  /** Images. */
  images: count,
  /** In an adversarial training: sum of the losses of the images as they are, how many of them were classified right, and of the examples. */
  clean: z.number(),
  cleanCorrect: count,
  adversarial: z.number(),
});

/** Sums over the images of an epoch so far. */
export type EpochSums = z.infer<typeof epochSumsForm>;

const noSums: EpochSums = { loss: 0, correct: 0, images: 0, clean: 0, cleanCorrect: 0, adversarial: 0 };

/** The losses of an epoch: batches that wait to be read back together, and sums of those that were. */
export interface EpochLosses {
  /** Mean loss of the batches that were read last; 0 before the first. */
  readonly loss: number;
  /** The sums; write them to go on from a checkpoint. */
  sums: EpochSums;
  /** Takes the losses of a batch, whose tensors belong to the epoch from now on. */
  add(losses: BatchLosses, labels: Int32Array, at: BatchTime): void;
  /** Reads all that wait. Throws InterpError `not-finite` for a loss that is not a number, saying where. */
  read(): Promise<void>;
  /** Means over the images; those of an adversarial training where there is one. */
  means(adversarial: boolean): Pick<EpochRecord, 'loss' | 'accuracy' | 'clean' | 'adversarial'>;
  /** Starts the next epoch. */
  reset(): void;
  /** Disposes all that wait. */
  dispose(): void;
}

const highest = (scores: Float32Array, from: number, classes: number): number => {
  let best = 0;
  for (let c = 1; c < classes; c++) if (scores[from + c] > scores[from + best]) best = c;
  return best;
};

const countCorrect = (scores: Float32Array, labels: Int32Array): number => {
  const classes = scores.length / labels.length;
  return labels.reduce((sum, label, i) => sum + Number(highest(scores, i * classes, classes) === label), 0);
};

/**
 * The losses of an epoch, none yet.
 *
 * @returns the losses
 */
export const epochLosses = (): EpochLosses => {
  const queue = readings<BatchLosses, { readonly labels: Int32Array; readonly at: BatchTime }>();
  let loss = 0;
  let sums = noSums;
  return {
    get loss() {
      return loss;
    },
    get sums() {
      return sums;
    },
    set sums(before) {
      sums = before;
    },
    add: (losses, labels, at) => {
      queue.add(losses, { labels, at });
    },
    read: async () => {
      const now = { ...noSums };
      for (const { values, context } of await queue.read()) {
        const { labels, at } = context;
        const [value] = values.loss;
        if (!Number.isFinite(value))
          throw new InterpError(
            'not-finite',
            `the loss is ${value} in epoch ${at.epoch} at step ${at.step}, at rate ${at.rate.toPrecision(3)}; ` +
              'train anew at a lower rate; the last checkpoint stays as it is',
          );
        now.loss += value * labels.length;
        now.correct += countCorrect(values.logits, labels);
        now.images += labels.length;
        if (!values.clean || !values.cleanLogits || !values.adversarial) continue;
        now.clean += values.clean[0] * labels.length;
        now.cleanCorrect += countCorrect(values.cleanLogits, labels);
        now.adversarial += values.adversarial[0] * labels.length;
      }
      if (now.images > 0) loss = now.loss / now.images;
      const names = Object.keys(noSums) as (keyof EpochSums)[];
      sums = Object.fromEntries(names.map((name) => [name, sums[name] + now[name]])) as EpochSums;
    },
    means: (adversarial) => {
      const mean = (sum: number): number => sum / sums.images;
      const accuracy = mean(sums.correct);
      return {
        loss: mean(sums.loss),
        accuracy,
        ...(adversarial && {
          clean: { loss: mean(sums.clean), accuracy: mean(sums.cleanCorrect) },
          adversarial: { loss: mean(sums.adversarial), accuracy },
        }),
      };
    },
    reset: () => {
      sums = noSums;
    },
    dispose: queue.dispose,
  };
};
