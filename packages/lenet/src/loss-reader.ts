import { InterpError } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Outcome } from './learner.js';

/** Sums over the images of some batches. */
export interface LossSums {
  /** Sum of their losses. */
  readonly lossSum: number;
  /** How many were classified right. */
  readonly correct: number;
  /** How many they are. */
  readonly seen: number;
  /** Sums of an adversarial training: the loss of the examples, the loss of the images as they are, how many of those were right. */
  readonly adversarial?: { readonly lossSum: number; readonly cleanLossSum: number; readonly cleanCorrect: number };
}

/** When a batch was seen, for the message when its loss is no number. */
export interface BatchMoment {
  /** The epoch, from 1. */
  readonly epoch: number;
  /** The step in all, from 1. */
  readonly step: number;
  /** Its learning rate. */
  readonly rate: number;
}

/** Keeps the outcomes of batches and reads them back together: each reading waits for the backend. */
export interface LossReader {
  /** Batches that wait to be read. */
  readonly size: number;
  /** Mean loss of the batches that were read last; 0 before the first. */
  readonly loss: number;
  /** Takes the outcome of a batch, which belongs to the reader from now on. */
  add(outcome: Outcome, labels: Int32Array, moment: BatchMoment): void;
  /** Reads all that wait. Throws InterpError `not-finite` for a loss that is no number, saying where. */
  read(): Promise<LossSums>;
  /** Lets go of all that wait. */
  dispose(): void;
}

const highest = (scores: Float32Array, from: number, classes: number): number => {
  let best = 0;
  for (let c = 1; c < classes; c++) if (scores[from + c] > scores[from + best]) best = c;
  return best;
};

const countCorrect = async (logits: tf.Tensor2D, labels: Int32Array): Promise<number> => {
  const scores = (await logits.data()) as Float32Array;
  const classes = logits.shape[1];
  return labels.reduce((sum, label, i) => sum + Number(highest(scores, i * classes, classes) === label), 0);
};

/**
 * A reader of losses.
 *
 * @returns the reader, empty
 */
export const lossReader = (): LossReader => {
  let waiting: { outcome: Outcome; labels: Int32Array; moment: BatchMoment }[] = [];
  let loss = 0;
  const dispose = (): void => {
    for (const { outcome } of waiting) {
      const { loss: value, logits, clean, adversarialLoss } = outcome;
      tf.dispose([
        value,
        logits,
        ...(clean ? [clean.loss, clean.logits] : []),
        ...(adversarialLoss ? [adversarialLoss] : []),
      ]);
    }
    waiting = [];
  };
  return {
    get size() {
      return waiting.length;
    },
    get loss() {
      return loss;
    },
    add: (outcome, labels, moment) => {
      waiting.push({ outcome, labels, moment });
    },
    read: async () => {
      let lossSum = 0;
      let correct = 0;
      let seen = 0;
      const against = { lossSum: 0, cleanLossSum: 0, cleanCorrect: 0 };
      const adversarial = waiting.some(({ outcome }) => outcome.clean);
      for (const { outcome, labels, moment } of waiting) {
        const value = (await outcome.loss.data())[0];
        if (!Number.isFinite(value))
          throw new InterpError(
            'not-finite',
            `the loss is ${value} in epoch ${moment.epoch} at step ${moment.step}, at rate ${moment.rate.toPrecision(3)}; ` +
              'train anew at a lower rate; the last checkpoint stays as it is',
          );
        lossSum += value * labels.length;
        correct += await countCorrect(outcome.logits, labels);
        seen += labels.length;
        if (!outcome.clean || !outcome.adversarialLoss) continue;
        against.lossSum += (await outcome.adversarialLoss.data())[0] * labels.length;
        against.cleanLossSum += (await outcome.clean.loss.data())[0] * labels.length;
        against.cleanCorrect += await countCorrect(outcome.clean.logits, labels);
      }
      dispose();
      if (seen > 0) loss = lossSum / seen;
      return { lossSum, correct, seen, ...(adversarial && { adversarial: against }) };
    },
    dispose,
  };
};
