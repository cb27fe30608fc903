import { checkList, InterpError } from '@interp/checks';
import { argmax, checkClass, logistic } from '@interp/core/internal';
import { argmaxExcept, crossEntropyDirection } from './logits.js';

/** The goal of an attack on one image. */
export interface Goal {
  /** The label of the image; of several labels the first. */
  readonly label: number;
  /** The class that it should be predicted as. Without one, any class but `label`. */
  readonly target?: number;
  /** All labels of the image, for a classifier that decides each class by itself; one that is missing or one too many is then wrong. */
  readonly labels?: readonly number[];
  /** Whether the label was not given, but is what the image is predicted as. Default false. */
  readonly isPredicted?: boolean;
  /**
   * For a classifier that decides each class by itself, at a probability of one half, the decisions of which one should change, as
   * `attack` finds them: 1 for a class that should no longer be predicted, -1 for one that should be, 0 for one that does not matter.
   */
  readonly decisions?: Int8Array;
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
   * @throws InterpError `bad-shape` for another number of classes than images
   */
  goals(count: number, predicted: () => Int32Array): readonly Goal[];
}

/** The class of each image, or one for all; undefined for what it is predicted as. A list of classes is all labels of an image. */
export type Labels = number | ArrayLike<number | readonly number[] | undefined>;

const elementOf = <T>(list: number | ArrayLike<T>, count: number, what: string): ((image: number) => number | T) => {
  if (typeof list === 'number') return () => list;
  checkList(`the list of ${what}`, list);
  if (list.length !== count) {
    throw new InterpError(
      'bad-shape',
      `${list.length} ${what} are given for ${count} images; expected one, or one for each image`,
    );
  }
  return (image) => list[image];
};

/** The label of each image as part of its goal. */
const labelled = (
  labels: Labels | undefined,
  count: number,
  predicted: () => Int32Array,
): ((image: number) => Goal) => {
  const given = labels === undefined ? () => undefined : elementOf(labels, count, 'labels');
  return (image) => {
    const label = given(image);
    if (label === undefined) return { label: predicted()[image], isPredicted: true };
    return typeof label === 'object' ? { label: label[0] ?? predicted()[image], labels: label } : { label };
  };
};

/**
 * Untargeted: an attack succeeds if the image is predicted as another class than its label. Of a classifier that decides each class by
 * itself: if its label is no longer predicted; where all its labels are given, or none, if the set of classes that are predicted is another one.
 *
 * @param labels - the class of each image, or one for all; or a list of all classes of each. Default: the predicted classes, so that no image
 *   is already wrong
 * @returns the criterion
 */
export const misclassified = (labels?: Labels): Criterion => ({
  goals: (count, predicted) => {
    const goal = labelled(labels, count, predicted);
    return Array.from({ length: count }, (_, image) => goal(image));
  },
});

/**
 * Targeted: an attack succeeds if the image is predicted as the target. An image that is of the target's class itself, and predicted so, is
 * `already-target`: there is nothing to attack.
 *
 * @param targets - the target of each image, or one for all
 * @param labels - the class of each image, or one for all. Default: the predicted classes
 * @returns the criterion
 */
export const targeted = (targets: number | ArrayLike<number>, labels?: Labels): Criterion => ({
  goals: (count, predicted) => {
    const goal = labelled(labels, count, predicted);
    const target = elementOf(targets, count, 'targets');
    return Array.from({ length: count }, (_, image) => ({ ...goal(image), target: target(image) }));
  },
});

/** The decisions of a goal, for a classifier that decides each class by itself. */
const decisionsOf = ({ label, target, labels, isPredicted = false }: Goal, logits: Float32Array): Int8Array => {
  const decisions = new Int8Array(logits.length);
  if (target !== undefined) decisions[target] = -1;
  else if (labels) decisions.forEach((_, k) => (decisions[k] = labels.includes(k) ? 1 : -1));
  else if (isPredicted) logits.forEach((value, k) => (decisions[k] = value > 0 ? 1 : -1));
  else decisions[label] = 1;
  return decisions;
};

/**
 * Checks the goal of an image.
 *
 * @param goal - of the image
 * @param image - which image, for the message
 * @param classifier - number of classes, and whether each is decided by itself
 * @param logits - gives the logits of the image
 * @returns the goal, with its decisions where each class is decided by itself
 * @throws InterpError `bad-class` for a class that does not exist, `bad-option` for several labels where one class excludes the others
 */
export const checkedGoal = (
  goal: Goal,
  image: number,
  classifier: { readonly classes: number; readonly isMultiLabel: boolean },
  logits: () => Float32Array,
): Goal => {
  const { label, target, labels } = goal;
  for (const one of [label, target ?? label, ...(labels ?? [])]) checkClass(classifier, one);
  const { isMultiLabel } = classifier;
  if (labels && !isMultiLabel)
    throw new InterpError(
      'bad-option',
      `image ${image} has a list of labels, and the classifier's classes exclude each other; expected one label an image`,
    );
  return isMultiLabel ? { ...goal, decisions: decisionsOf(goal, logits()) } : goal;
};

/**
 * Whether a prediction meets a goal.
 *
 * @param goal - of the image
 * @param logits - of the image
 * @returns true for success
 */
export const isAdversarial = ({ label, target, decisions }: Goal, logits: ArrayLike<number>): boolean => {
  if (decisions)
    return decisions.some((decision, k) => (decision > 0 ? logits[k] <= 0 : decision < 0 && logits[k] > 0));
  const predicted = argmax(logits);
  return target === undefined ? predicted !== label : predicted === target;
};

/** Whether the labels of an image are not what is predicted; never where they were not given. */
const isMispredicted = ({ label, labels, decisions, isPredicted }: Goal, logits: ArrayLike<number>): boolean => {
  if (isPredicted) return false;
  if (!decisions) return argmax(logits) !== label;
  return labels ? decisions.some((_, k) => logits[k] > 0 !== labels.includes(k)) : logits[label] <= 0;
};

/**
 * Why there is nothing to attack: the image is not predicted as its label, or as the target although that is not its label (`already-wrong`),
 * or it is rightly predicted as the target (`already-target`).
 *
 * @param goal - of the image
 * @param logits - of the image before the attack
 * @returns which of them; undefined if there is something to attack
 */
export const alreadyMet = (goal: Goal, logits: ArrayLike<number>): 'already-wrong' | 'already-target' | undefined => {
  const isMet = isAdversarial(goal, logits);
  if (isMet && goal.target !== undefined && !isMispredicted(goal, logits)) return 'already-target';
  return isMet || (!goal.decisions && argmax(logits) !== goal.label) ? 'already-wrong' : undefined;
};

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

/** The class of a decision, as what should fall or rise. */
export const pairOf = (decisions: Int8Array, k: number): ClassPair => (decisions[k] > 0 ? { down: k } : { up: k });

/**
 * The margin by which a goal is missed (Carlini & Wagner 2017, f₆); where each class is decided by itself, that of the decision that is
 * nearest to changing.
 *
 * @param goal - of the image
 * @param logits - of the image
 * @returns the two classes and the lead
 */
export const margin = ({ label, target, decisions }: Goal, logits: ArrayLike<number>): Margin => {
  if (decisions) {
    let nearest: Margin = { lead: Infinity };
    decisions.forEach((decision, k) => {
      const lead = decision * logits[k];
      if (decision !== 0 && lead < nearest.lead) nearest = { ...pairOf(decisions, k), lead };
    });
    return nearest;
  }
  const both =
    target === undefined
      ? { down: label, up: argmaxExcept(logits, label) }
      : { down: argmaxExcept(logits, target), up: target };
  return { ...both, lead: leadOf(both, logits) };
};

/** The derivative of the cross-entropy of decisions, the sum of the binary ones, divided by its largest component. */
const decisionsDirection = (decisions: Int8Array, logits: Float32Array, out: Float32Array): void => {
  // The derivative of log(1 + exp(-lead)) by the lead is -1 / (1 + exp(lead)); the smallest lead has the largest one.
  let least = Infinity;
  decisions.forEach((decision, k) => {
    if (decision !== 0) least = Math.min(least, decision * logits[k]);
  });
  const largest = logistic(-least);
  decisions.forEach((decision, k) => {
    const lead = decision * logits[k];
    // Far from the boundary the logistic function underflows, and is an exponential.
    const share = least > 30 ? Math.exp(least - lead) : logistic(-lead) / largest;
    if (decision !== 0) out[k] = -decision * share;
  });
};

/**
 * Writes the derivative of the loss that attacks maximise with respect to the logits, up to a positive factor. The loss is the cross-entropy of
 * the label, or minus that of the target; where each class is decided by itself, the sum of the binary cross-entropies of the decisions.
 *
 * @param goal - of the image
 * @param logits - of the image
 * @param out - zeros; receives the derivative
 */
export const lossDirection = ({ label, target, decisions }: Goal, logits: Float32Array, out: Float32Array): void => {
  if (decisions) decisionsDirection(decisions, logits, out);
  else if (target === undefined) crossEntropyDirection(logits, label, 1, out);
  else crossEntropyDirection(logits, target, -1, out);
};
