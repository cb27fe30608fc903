import { type Classifier, type Decoder, InterpError } from '@interp/core';
import { checkClassifier, checkFunctions } from '@interp/core/internal';

const text = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

const same = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((value, i) => value === other[i]);

/**
 * Checks that what a decoder makes is what a classifier takes.
 *
 * @param classifier - says shape and bounds
 * @param decoder - the decoder
 * @throws InterpError `bad-shape` for images of another shape, `bad-value` for another range of values
 */
export const checkDecoder = (classifier: Classifier, decoder: Decoder): void => {
  checkClassifier(classifier);
  checkFunctions('the decoder', decoder, ['decode']);
  if (!same(decoder.outputShape, classifier.inputShape))
    throw new InterpError(
      'bad-shape',
      `the decoder makes images of shape ${text(decoder.outputShape)} and the classifier takes ${text(classifier.inputShape)}; expected the same`,
    );
  if (!same(decoder.bounds, classifier.bounds))
    throw new InterpError(
      'bad-value',
      `the decoder's values are in ${text(decoder.bounds)} and the classifier takes ${text(classifier.bounds)}; expected the same; rescale what one of them gives or takes`,
    );
};
