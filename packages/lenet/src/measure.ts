import type { LabelledImages } from '@interp/core';
import { randomFromState } from '@interp/core/internal';
import type { LossAndAccuracy, ValidationRecord } from './epoch-record.js';
import { lossReader } from './loss-reader.js';
import type { Judged, Trainer } from './learner.js';

/** Images that go through together: enough to keep the backend busy, few enough for its memory. */
const chunk = 250;

/**
 * Mean loss and accuracy on images that are not trained on.
 *
 * @param machine - runs the model
 * @param data - the images
 * @param attacks - state of the stream that examples are made with, in an adversarial training
 * @returns loss and accuracy; in an adversarial training those of the examples too, at full strength
 * @throws InterpError `not-finite` where the loss is no number
 */
export const measure = async (
  machine: Pick<Trainer, 'judge'>,
  data: LabelledImages,
  attacks?: readonly number[],
): Promise<ValidationRecord> => {
  const attack = attacks && { epochs: Infinity, random: randomFromState(attacks) };
  const sums = (): { add(judged: Judged, labels: Int32Array): Promise<void>; record(): LossAndAccuracy } => {
    let [lossSum, correct] = [0, 0];
    return {
      add: async (judged, labels) => {
        const reader = lossReader();
        try {
          reader.add(judged, labels, { epoch: 0, step: 0, rate: 0 });
          const read = await reader.read();
          lossSum += read.lossSum;
          correct += read.correct;
        } finally {
          reader.dispose();
        }
      },
      record: () => ({ loss: lossSum / data.size, accuracy: correct / data.size }),
    };
  };
  const [clean, adversarial] = [sums(), sums()];
  for (let from = 0; from < data.size; from += chunk) {
    const indices = Array.from({ length: Math.min(chunk, data.size - from) }, (_, i) => from + i);
    const labels = Int32Array.from(indices, (index) => data.labels[index]);
    const x = data.images(indices);
    const judged = machine.judge(x, labels, attack);
    x.dispose();
    await clean.add(judged.clean, labels);
    if (judged.adversarial) await adversarial.add(judged.adversarial, labels);
  }
  return { ...clean.record(), ...(attack && { adversarial: adversarial.record() }) };
};
