import { InterpError, type Classifier } from '@interp/core';
import { noveltyCard, pretrainedNames, type PretrainedName } from '@interp/pretrained';
import { density, rejector, type Rejector } from '@interp/rbm';
import { withRbm } from './rbm.js';

const isShipped = (model: string): model is PretrainedName => (pretrainedNames as readonly string[]).includes(model);

/**
 * Does something with what tells digits from other images: the density of the expert that ships and the energy of a classifier, with the
 * thresholds that were measured for them.
 *
 * @throws InterpError `unsupported-model` for a classifier of other images than the expert knows
 */
export const withNovelty = <Value>(
  model: string,
  classifier: Classifier,
  work: (judge: Rejector) => Promise<Value>,
): Promise<Value> =>
  withRbm(noveltyCard.expert, (expert) => {
    const { usual, threshold: typicality } = noveltyCard.typicality;
    const [known, given] = [expert.inputShape.join(', '), classifier.inputShape.join(', ')];
    if (known !== given)
      throw new InterpError(
        'unsupported-model',
        `--reject knows digits of [${known}] and the model takes [${given}]; expected a model of such digits; leave --reject out`,
      );
    const energy = isShipped(model) ? noveltyCard.energy[model].threshold : undefined;
    return work(rejector(density(expert), classifier, { usual, typicality, energy }));
  });
