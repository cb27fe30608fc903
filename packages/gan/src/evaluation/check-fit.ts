import { type Classifier, type Decoder, InterpError } from '@interp/core';
import { checkFunctions } from '@interp/core/internal';
import type { RealImages } from './evaluate-options.js';

const sameShape = (a: readonly number[], b: readonly number[]): boolean => a.join() === b.join();

/**
 * Checks that a decoder's images are those that a classifier takes.
 *
 * @param source - the decoder
 * @param classifier - the classifier
 * @param real - the images to compare with
 * @throws InterpError `bad-shape` for another shape, `bad-option` for other bounds
 */
export const checkFit = (source: Decoder, classifier: Classifier, { train, test }: RealImages): void => {
  checkFunctions('the decoder', source, ['decode']);
  const shapes: readonly (readonly [string, readonly number[]])[] = [
    ["the decoder's images", source.outputShape],
    ['the training images', train.inputShape],
    ['the test images', test.inputShape],
  ];
  for (const [what, shape] of shapes)
    if (!sameShape(shape, classifier.inputShape))
      throw new InterpError(
        'bad-shape',
        `${what} have the shape [${shape.join(', ')}]; expected the classifier's [${classifier.inputShape.join(', ')}]`,
      );
  const [[low, high], [least, most]] = [source.bounds, classifier.bounds];
  if (low !== least || high !== most)
    throw new InterpError(
      'bad-option',
      `the decoder's images lie in [${low}, ${high}] and the classifier expects [${least}, ${most}]; give decoder() those bounds`,
    );
};
