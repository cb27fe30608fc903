import { InterpError, type Classifier } from '@interp/core';
import { noveltyCard, pretrainedNames, type PretrainedName } from '@interp/pretrained';
import { density, energyScore, typicalityScore } from '@interp/rbm';
import type * as tf from '@tensorflow/tfjs-core';
import { withRbm } from './rbm.js';

/** Whether an image is a digit at all. */
export interface NoveltyVerdict {
  /** Whether it is rejected as no digit: either of the scores is above its threshold. */
  readonly rejected: boolean;
  /** Which scores say so. */
  readonly by: readonly ('density' | 'energy')[];
  /** How far its log-density under the expert is from what digits have, in nats, either way. */
  readonly score: number;
  /** The score above which it is rejected. */
  readonly threshold: number;
  /** Its unnormalised log-density under the expert, in nats. */
  readonly logDensity: number;
  /** The energy of the classifier: high where no class has a high score. */
  readonly energy: {
    /** It, in nats. */
    readonly score: number;
    /** The energy above which it is rejected, where that was measured: of the classifiers that ship. */
    readonly threshold?: number;
  };
}

/** Says of a batch, which it borrows, which images are digits. */
export type NoveltyJudge = (images: tf.Tensor) => Promise<readonly NoveltyVerdict[]>;

const isShipped = (model: string): model is PretrainedName => (pretrainedNames as readonly string[]).includes(model);

/**
 * Does something with what tells digits from other images: the density of the expert that ships and the energy of a classifier, with the
 * thresholds that were measured for them.
 *
 * @param model - what the classifier is called on the command line
 * @param classifier - the classifier; borrowed
 * @param work - what is done
 * @returns what the work gives
 * @throws InterpError `unsupported-model` for a classifier of other images than the expert knows
 */
export const withNovelty = <Value>(
  model: string,
  classifier: Classifier,
  work: (judge: NoveltyJudge) => Promise<Value>,
): Promise<Value> =>
  withRbm(noveltyCard.expert, (expert) => {
    const { usual, threshold } = noveltyCard.typicality;
    const [known, given] = [expert.inputShape.join(', '), classifier.inputShape.join(', ')];
    if (known !== given)
      throw new InterpError(
        'unsupported-model',
        `--reject knows digits of [${known}] and the model takes [${given}]; expected a model of such digits; leave --reject out`,
      );
    const digits = density(expert);
    const unusual = typicalityScore(digits, usual);
    const energetic = energyScore(classifier);
    const highest = isShipped(model) ? noveltyCard.energy[model].threshold : undefined;
    return work(async (images) => {
      const [scores, energies] = [await unusual(images), await energetic(images)];
      const log = digits.logDensity(images);
      const logs = await log.data<'float32'>();
      log.dispose();
      return Array.from(scores, (score, i) => {
        const by: ('density' | 'energy')[] = [];
        if (!(score <= threshold)) by.push('density');
        if (highest !== undefined && !(energies[i] <= highest)) by.push('energy');
        const energy = { score: energies[i], threshold: highest };
        return { rejected: by.length > 0, by, score, threshold, logDensity: logs[i], energy };
      });
    });
  });
