import { InterpError } from '@interp/core';
import { checkList } from '@interp/core/internal';
import { argmaxExcept, crossEntropyDirection } from './logits.js';

/** The goal of an attack on one image. */
export interface Goal {
  /** The label of the image. */
  readonly label: number;
  /** The class that it should be predicted as. Without one, any class but `label`. */
  readonly target?: number;
}

/**
 * The success criterion of attacks, as a value: {@link misclassified} or {@link targeted}.
 */
export interface Criterion {
  /**
   * The goal of each image.
   *
   * @param count - how many images there are
   * @param predicted - gives the predicted classes; called only if needed
   * @returns one goal per image
   * @throws InterpError `bad-shape` for another number of classes than images, `bad-class` for a target that is the class itself
   */
  goals(count: number, predicted: () => Int32Array): readonly Goal[];
}

type Classes = number | ArrayLike<number>;

const classOf = (classes: Classes, count: number, what: string): ((image: number) => number) => {
  if (typeof classes === 'number') return () => classes;
  checkList(`the list of ${what}`, classes);
  if (classes.length !== count) {
    throw new InterpError(
      'bad-shape',
      `${classes.length} ${what} are given for ${count} images; expected one, or one for each image`,
    );
  }
  return (image) => classes[image];
};

/**
 * Untargeted: an attack succeeds if the image is predicted as another class than its label.
 *
 * @param labels - the class of each image, or one for all. Default: the predicted classes, so that no image is already wrong
 * @returns the criterion
 */
export const misclassified = (labels?: number | ArrayLike<number>): Criterion => ({
  goals: (count, predicted) => {
    const label = classOf(labels ?? predicted(), count, 'labels');
    return Array.from({ length: count }, (_, image) => ({ label: label(image) }));
  },
});

/**
 * Targeted: an attack succeeds if the image is predicted as the target.
 *
 * @param targets - the target of each image, or one for all
 * @param labels - the class of each image, or one for all. Default: the predicted classes
 * @returns the criterion
 */
export const targeted = (targets: number | ArrayLike<number>, labels?: number | ArrayLike<number>): Criterion => ({
  goals: (count, predicted) => {
    const label = classOf(labels ?? predicted(), count, 'labels');
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
 * Whether a prediction meets a goal.
 *
 * @param goal - of the image
 * @param predicted - the class that it is predicted as
 * @returns true for success
 */
export const isAdversarial = ({ label, target }: Goal, predicted: number): boolean =>
  target === undefined ? predicted !== label : predicted === target;

/** The distance of a prediction from a goal, in logits. */
export interface Margin {
  /** The class whose logit should fall. */
  readonly down: number;
  /** The class whose logit should rise. */
  readonly up: number;
  /** The first logit minus the second; negative if the goal is met. */
  readonly lead: number;
}

/**
 * The margin by which a goal is missed (Carlini & Wagner 2017, f₆).
 *
 * @param goal - of the image
 * @param logits - of the image
 * @returns the two classes and the lead
 */
export const margin = ({ label, target }: Goal, logits: ArrayLike<number>): Margin => {
  const [down, up] =
    target === undefined ? [label, argmaxExcept(logits, label)] : [argmaxExcept(logits, target), target];
  return { down, up, lead: logits[down] - logits[up] };
};

/**
 * Writes the derivative of the loss that attacks maximise with respect to the logits, up to a positive factor. The loss is the cross-entropy of
 * the label, or minus that of the target.
 *
 * @param goal - of the image
 * @param logits - of the image
 * @param out - receives the derivative
 */
export const lossDirection = ({ label, target }: Goal, logits: Float32Array, out: Float32Array): void => {
  if (target === undefined) crossEntropyDirection(logits, label, 1, out);
  else crossEntropyDirection(logits, target, -1, out);
};
