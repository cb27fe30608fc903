import type { Classifier } from '../contracts.js';
import { InterpError } from '../errors.js';
import { shownValue } from './shown-value.js';

/**
 * Checks that a classifier has a class.
 *
 * @param classifier - the classifier
 * @param wanted - the index of the class
 * @throws InterpError `bad-class`
 */
export const checkClass = (classifier: Pick<Classifier, 'classes'>, wanted: number): void => {
  if (!Number.isInteger(wanted) || wanted < 0 || wanted >= classifier.classes)
    throw new InterpError(
      'bad-class',
      `class ${shownValue(wanted)} does not exist; expected a whole number from 0 to ${classifier.classes - 1}`,
    );
};
