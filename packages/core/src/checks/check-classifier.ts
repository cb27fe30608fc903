import type { Classifier } from '../contracts.js';
import { InterpError } from '../errors.js';

/**
 * Checks that what is to be explained, attacked or asked is a classifier: often a model is given that is to be made one first.
 *
 * @param value - what was given
 * @throws InterpError `bad-option`, in one sentence, for anything else
 */
export const checkClassifier = (value: Pick<Classifier, 'inputShape' | 'logits'>): void => {
  const { inputShape, logits } = Object(value) as Partial<Classifier>;
  if (Array.isArray(inputShape) && typeof logits === 'function') return;
  throw new InterpError(
    'bad-option',
    'this is no classifier; expected what classifier() of @interp/core makes; call classifier(model) first',
  );
};
