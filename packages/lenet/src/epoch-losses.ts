import { InterpError } from '@interp/checks';
import { argmax } from '@interp/core/internal';
import { readings } from '@interp/training/internal';
import type * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { EpochRecord } from './epoch-record.js';
import type { Labels } from './training-data.js';

/** Mean losses and logits of a batch before its step; the tensors belong to the caller. */
export interface BatchLosses {
  /** The minimised loss, mean over the batch. */
  readonly loss: tf.Scalar;
  /** Logits, `[n, classes]`; in adversarial training, of the examples. */
  readonly logits: tf.Tensor2D;
  /** In adversarial training: the training's mean loss on the clean images. */
  readonly clean?: tf.Scalar;
  /** In adversarial training: logits of the clean images, `[n, classes]`. */
  readonly cleanLogits?: tf.Tensor2D;
  /** In adversarial training: the training's mean loss on the examples. */
  readonly adversarial?: tf.Scalar;
}

/** The time of a batch, for the error message if its loss is not finite. */
export interface BatchTime {
  /** The epoch, from 1. */
  readonly epoch: number;
  /** The step in all, from 1. */
  readonly step: number;
  /** Its learning rate. */
  readonly rate: number;
}

const count = z.int().min(0);

/** The schema of {@link EpochSums} in a checkpoint. */
export const epochSumsForm = z.strictObject({
  /** Sum of the minimised loss. */
  loss: z.number(),
  /** Images that were classified correctly; in adversarial training, examples. */
  correct: count,
  /** Images. */
  images: count,
  /** In adversarial training: for the clean images, the sum of losses and the number classified correctly; and the sum of losses of the examples. */
  clean: z.number(),
  cleanCorrect: count,
  adversarial: z.number(),
});

/** Sums over the images of the current epoch. */
export type EpochSums = z.infer<typeof epochSumsForm>;

const noSums: EpochSums = { loss: 0, correct: 0, images: 0, clean: 0, cleanCorrect: 0, adversarial: 0 };

/** Accumulates the losses of an epoch: batches queued to be read back together, and sums of those read. */
export interface EpochLosses {
  /** Mean loss of the batches read last; 0 before the first. */
  readonly loss: number;
  /** The sums; set them to resume from a checkpoint. */
  sums: EpochSums;
  /** Adds the losses of a batch, whose tensors it then owns. */
  add(losses: BatchLosses, labels: Labels, at: BatchTime): void;
  /** Reads all queued batches. Throws InterpError `not-finite`, with the step, for a loss that is not finite. */
  read(): Promise<void>;
  /** Means over the images, with those of adversarial training if `adversarial`. */
  means(adversarial: boolean): Pick<EpochRecord, 'loss' | 'accuracy' | 'clean' | 'adversarial'>;
  /** Starts the next epoch. */
  reset(): void;
  /** Disposes of all queued tensors. */
  dispose(): void;
}

/** Whether an image is classified correctly, as `evaluate` has it. */
const isCorrect = (scores: Float32Array, label: number | readonly number[], isMultiLabel: boolean): boolean => {
  if (typeof label === 'object') return scores.every((score, k) => score > 0 === label.includes(k));
  return isMultiLabel ? scores[label] > 0 : argmax(scores) === label;
};

/**
 * Creates an empty accumulator.
 *
 * @param isMultiLabel - whether each class is decided by itself
 * @returns the losses
 */
export const epochLosses = (isMultiLabel: boolean): EpochLosses => {
  const countCorrect = (scores: Float32Array, labels: Labels): number => {
    const classes = scores.length / labels.length;
    const rows = Array.from<number | readonly number[], boolean>(labels, (label, i) =>
      isCorrect(scores.subarray(i * classes, (i + 1) * classes), label, isMultiLabel),
    );
    return rows.filter(Boolean).length;
  };
  const queue = readings<BatchLosses, { readonly labels: Labels; readonly at: BatchTime }>();
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
              'train again at a lower rate; the last checkpoint stays as it is',
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
