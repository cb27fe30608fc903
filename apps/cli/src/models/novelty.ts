import { InterpError, type Classifier } from '@interp/core';
import { noveltyRate, type Novelty } from '@interp/novelty';
import { noveltyDetectorCard, pretrainedNovelty } from '@interp/pretrained';
import * as tf from '@tensorflow/tfjs-core';
import { parseNumber } from '../shell/options.js';
import { withClassifier } from './open.js';

/** Decides for each image of a batch, as a classifier takes it, whether it is a digit at all. */
export type Judge = (x: tf.Tensor) => Promise<readonly Novelty[]>;

/**
 * Does something with what tells digits from other images: the novelty detector that ships. It judges the picture, whichever network
 * reads it.
 *
 * @param classifier - whose images are to be judged
 * @param rate - the share of digits that may be refused; undefined for the detector's default
 * @throws UsageError for a rate out of range, InterpError `unsupported-model` for a classifier of other images than the detector knows
 */
export const withNovelty = <Value>(
  { inputShape, bounds: [low, high] }: Classifier,
  rate: number | undefined,
  work: (judge: Judge) => Promise<Value>,
): Promise<Value> => {
  if (rate !== undefined) parseNumber('--reject-rate', noveltyRate, String(rate));
  return withClassifier(noveltyDetectorCard.network, async (network) => {
    const [known, given] = [network.inputShape.join(', '), inputShape.join(', ')];
    if (known !== given)
      throw new InterpError(
        'unsupported-model',
        `--reject knows digits of [${known}] and the model takes [${given}]; expected a model of such digits; leave --reject out`,
      );
    const detector = await pretrainedNovelty(network);
    const [lowest, highest] = network.bounds;
    const scale = (highest - lowest) / (high - low);
    return work(async (x) => {
      const digits = tf.tidy(() => tf.add(tf.mul(tf.sub(x, low), scale), lowest));
      try {
        return await detector.detect(digits, rate);
      } finally {
        digits.dispose();
      }
    });
  });
};
