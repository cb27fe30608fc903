import type { LabelledImages } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { ValidationRecord } from './epoch-record.js';
import type { Loss } from './loss.js';
import { oneHot } from './one-hot.js';
import { lossReader } from './loss-reader.js';
import type { Trainer } from './trainer.js';

/** Images that go through together: enough to keep the backend busy, few enough for its memory. */
const chunk = 250;

/**
 * Mean loss and accuracy on images that are not trained on.
 *
 * @param machine - runs the model
 * @param loss - what is minimised
 * @param data - the images
 * @returns loss and accuracy
 * @throws InterpError `not-finite` where the loss is no number
 */
export const measure = async (
  { logitsOf, classes }: Pick<Trainer, 'logitsOf' | 'classes'>,
  loss: Loss,
  data: LabelledImages,
): Promise<ValidationRecord> => {
  const reader = lossReader();
  let lossSum = 0;
  let correct = 0;
  try {
    for (let from = 0; from < data.size; from += chunk) {
      const indices = Array.from({ length: Math.min(chunk, data.size - from) }, (_, i) => from + i);
      const labels = Int32Array.from(indices, (index) => data.labels[index]);
      const outcome = tf.tidy(() => {
        const logits = logitsOf(data.images(indices), false);
        const wanted = oneHot(labels, classes);
        return { loss: loss.of(logits, wanted).value, logits };
      });
      reader.add(outcome, labels, { epoch: 0, step: 0, rate: 0 });
      const sums = await reader.read();
      lossSum += sums.lossSum;
      correct += sums.correct;
    }
  } finally {
    reader.dispose();
  }
  return { loss: lossSum / data.size, accuracy: correct / data.size };
};
