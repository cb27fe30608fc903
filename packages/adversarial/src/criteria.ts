import { InterpError } from '@interp/core';

/** What an attack is to do with one image. */
export interface Goal {
  /** The class that the image is said to be. */
  readonly label: number;
  /** The class that it is to be taken for; any but `label` where there is none. */
  readonly target?: number;
}

/**
 * What counts as success. A value that attacks are given: {@link misclassified} or {@link targeted}.
 */
export interface Criterion {
  /**
   * The goal of each image.
   *
   * @param count - how many images there are
   * @param predicted - asks the classifier what they are; called only where that matters
   * @returns one goal per image
   * @throws InterpError `bad-option` for another number of classes than images, `bad-class` for a target that is the class itself
   */
  goals(count: number, predicted: () => Int32Array): readonly Goal[];
}

type Classes = number | ArrayLike<number>;

const classOf = (classes: Classes, count: number, what: string): ((image: number) => number) => {
  if (typeof classes === 'number') return () => classes;
  if (classes.length !== count) {
    throw new InterpError(
      'bad-option',
      `${classes.length} ${what} are given for ${count} images; expected one, or one for each image`,
    );
  }
  return (image) => classes[image];
};

const labelsOf = (
  labels: Classes | undefined,
  count: number,
  predicted: () => Int32Array,
): ((image: number) => number) => classOf(labels ?? predicted(), count, 'labels');

/**
 * Untargeted: an attack succeeds where the image is taken for any other class than its own.
 *
 * @param labels - the class of each image, or one for all. Default what the classifier takes them for, so that every image counts
 * @returns the criterion
 */
export const misclassified = (labels?: number | ArrayLike<number>): Criterion => ({
  goals: (count, predicted) => {
    const label = labelsOf(labels, count, predicted);
    return Array.from({ length: count }, (_, image) => ({ label: label(image) }));
  },
});

/**
 * Targeted: an attack succeeds where the image is taken for the class wanted.
 *
 * @param targets - the class wanted for each image, or one for all
 * @param labels - the class of each image, or one for all. Default what the classifier takes them for
 * @returns the criterion
 */
export const targeted = (targets: number | ArrayLike<number>, labels?: number | ArrayLike<number>): Criterion => ({
  goals: (count, predicted) => {
    const label = labelsOf(labels, count, predicted);
    const target = classOf(targets, count, 'targets');
    return Array.from({ length: count }, (_, image) => {
      if (target(image) === label(image)) {
        throw new InterpError(
          'bad-class',
          `the target of image ${image} is ${target(image)}, which is its own class; expected another class to be taken for`,
        );
      }
      return { label: label(image), target: target(image) };
    });
  },
});

/**
 * Whether a prediction is what an attack wants.
 *
 * @param goal - of the image
 * @param predicted - the class that it is taken for
 * @returns true for success
 */
export const isAdversarial = ({ label, target }: Goal, predicted: number): boolean =>
  target === undefined ? predicted !== label : predicted === target;
