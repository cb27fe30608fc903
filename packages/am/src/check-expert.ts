import { type Classifier, type Density, InterpError } from '@interp/core';
import { checkClassifier, checkFunctions, checkList } from '@interp/core/internal';

/**
 * Checks that an expert is a density over the classifier's inputs.
 *
 * @param classifier - the classifier
 * @param expert - the expert
 * @throws InterpError `bad-option` for a value that is not a density, `bad-shape`
 */
export const checkExpert = (classifier: Classifier, expert: Density): void => {
  checkClassifier(classifier);
  const { inputShape: wanted } = classifier;
  checkFunctions('the expert', expert, ['logDensity', 'gradLogDensity']);
  checkList("the expert's inputShape", expert.inputShape);
  const { inputShape: given } = expert;
  if (given.length !== wanted.length || !wanted.every((size, axis) => size === given[axis]))
    throw new InterpError(
      'bad-shape',
      `the expert knows inputs of shape [${given.join(', ')}] and the classifier of [${wanted.join(', ')}]; expected the same`,
    );
};
