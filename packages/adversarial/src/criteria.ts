import { InterpError } from '@interp/core';
import { argmax, checkList } from '@interp/core/internal';
import { argmaxExcept, crossEntropyDirection } from './logits.js';

/** The goal of an attack on one image. */
export interface Goal {
  /** The label of the image. */
  readonly label: number;
  /** The class that it should be predicted as. Without one, any class but `label`. */
  readonly target?: number;
  /**
   * Whether the classifier decides each class by itself, at a probability of one half, as `attack` finds it: the goal is then that the label is
   * not predicted or that the target is, whatever becomes of the other classes. Default false.
   */
  readonly isMultiLabel?: boolean;
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
 * Untargeted: an attack succeeds if the image is predicted as another class than its label or, by a classifier of several labels, no
 * longer as its label.
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
 * @param logits - of the image
 * @returns true for success
 */
export const isAdversarial = ({ label, target, isMultiLabel }: Goal, logits: ArrayLike<number>): boolean => {
  if (isMultiLabel) return target === undefined ? logits[label] <= 0 : logits[target] > 0;
  const predicted = argmax(logits);
  return target === undefined ? predicted !== label : predicted === target;
};

/**
 * Whether there is nothing to attack: the image is not predicted as its label, or already meets the goal.
 *
 * @param goal - of the image
 * @param logits - of the image before the attack
 * @returns true if it was wrong before
 */
export const isAlreadyWrong = (goal: Goal, logits: ArrayLike<number>): boolean =>
  isAdversarial(goal, logits) || (!goal.isMultiLabel && argmax(logits) !== goal.label);

/** Two classes with a boundary between them. A missing one counts as a logit of 0, for classifiers that decide each class by itself. */
export interface ClassPair {
  /** The class whose logit should fall. */
  readonly down?: number;
  /** The class whose logit should rise. */
  readonly up?: number;
}

/**
 * By how much the class `down` leads over the class `up`.
 *
 * @param pair - both classes
 * @param logits - of the image
 * @returns the first logit minus the second
 */
export const leadOf = ({ down, up }: ClassPair, logits: ArrayLike<number>): number =>
  (down === undefined ? 0 : logits[down]) - (up === undefined ? 0 : logits[up]);

/**
 * Writes the derivative of {@link leadOf} with respect to the logits.
 *
 * @param boundary - both classes
 * @param sign - 1, or -1 for minus the derivative
 * @param out - zeros; receives it
 */
export const leadDirection = ({ down, up }: ClassPair, sign: 1 | -1, out: Float32Array): void => {
  if (down !== undefined) out[down] = sign;
  if (up !== undefined) out[up] = -sign;
};

/** The distance of a prediction from a goal, in logits. */
export interface Margin extends ClassPair {
  /** The lead; negative if the goal is met. */
  readonly lead: number;
}

/**
 * The margin by which a goal is missed (Carlini & Wagner 2017, f₆).
 *
 * @param goal - of the image
 * @param logits - of the image
 * @returns the two classes and the lead
 */
export const margin = (goal: Goal, logits: ArrayLike<number>): Margin => {
  const { label, target, isMultiLabel } = goal;
  if (isMultiLabel) {
    const own = target === undefined ? { down: label } : { up: target };
    return { ...own, lead: leadOf(own, logits) };
  }
  const both =
    target === undefined
      ? { down: label, up: argmaxExcept(logits, label) }
      : { down: argmaxExcept(logits, target), up: target };
  return { ...both, lead: leadOf(both, logits) };
};

/**
 * Writes the derivative of the loss that attacks maximise with respect to the logits, up to a positive factor. The loss is the cross-entropy of
 * the label, or minus that of the target; where each class is decided by itself, the binary cross-entropy of that class.
 *
 * @param goal - of the image
 * @param logits - of the image
 * @param out - receives the derivative
 */
export const lossDirection = (goal: Goal, logits: Float32Array, out: Float32Array): void => {
  const { label, target, isMultiLabel } = goal;
  if (isMultiLabel) leadDirection(margin(goal, logits), -1, out);
  else if (target === undefined) crossEntropyDirection(logits, label, 1, out);
  else crossEntropyDirection(logits, target, -1, out);
};
