import { classify, type Classification } from '@interp/core';
import { checkClassifier } from '@interp/core/internal';
import { InterpError, shownValue } from '@interp/checks';
import type { Images } from '@interp/images';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { OpenedClassifier } from '../opened-classifier.js';

/** The classifiers of pictures whose other inputs differ, if they do. */
export interface EachExample {
  /** The classifier for the images from one on, in a batch of `batchSize`. */
  readonly of: (from: number) => OpenedClassifier;
  /** What a batch is, which is borrowed, by that classifier: of words, what a table has for those of the example is classified in its place. */
  readonly classify: (batch: Tensor, from: number) => readonly Classification[];
  /** Images in one pass: one where each has other inputs of its own. */
  readonly batchSize: (usual: number) => number;
}

/**
 * The classifier of each image: of a model of several inputs, with what is given for the others of that example.
 *
 * @param classifier - as `openClassifier` opens it; borrowed
 * @param images - the pictures
 * @returns the classifiers, which belong to `classifier`
 * @throws InterpError `bad-option` for other numbers of pictures and of examples of other inputs
 */
export const eachExample = (classifier: OpenedClassifier, images: Images): EachExample => {
  checkClassifier(classifier);
  const { others } = classifier;
  others?.checkPictures(images.size);
  let last: readonly [from: number, classifier: OpenedClassifier] = [-1, classifier];
  const of = (from: number): OpenedClassifier => {
    if (others && from !== last[0]) last = [from, others.withExample(from, classifier)];
    return last[1];
  };
  return {
    of,
    classify: (batch, from) => {
      if (!others?.whole) return classify(of(from), batch);
      const rows = others.rowsOf(from);
      try {
        return classify(of(from), rows);
      } finally {
        rows.dispose();
      }
    },
    batchSize: (usual) => (others && others.examples > 1 ? 1 : usual),
  };
};

/**
 * Refuses a model whose words, or other whole numbers, are explained and no pictures.
 *
 * @param classifier - as `openClassifier` opens it
 * @param what - what is for pictures alone, for the message
 * @throws InterpError `bad-option`
 */
export const checkPictures = ({ others }: OpenedClassifier, what: string): void => {
  if (others?.whole)
    throw new InterpError(
      'bad-option',
      `${what} changes pictures, and the input ${shownValue(others.picture)} of the model holds whole numbers; expected a method of relevance or gradients, or an input of pictures`,
    );
};
