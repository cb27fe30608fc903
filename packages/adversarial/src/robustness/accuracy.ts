import { checkedBy, checkList, checkNumber, InterpError, optionsTable } from '@interp/checks';
import { drive, type Classifier, type DriveOptions } from '@interp/core';
import { splitDriveOptions } from '@interp/core/internal';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { AttackMethod, AttackStep } from '../attack-method.js';
import { attackOptions, prepareTask, runAttack, type AttackOptions } from '../attack.js';
import { alreadyMet } from '../criteria.js';
import type { AttackedImage } from '../result.js';
import { imageAt, subtask, type AttackTask } from '../task.js';

/** Options of {@link robustAccuracy}. */
export interface RobustAccuracyOptions extends AttackOptions {
  /** Lengths of perturbations, in units of the input and the attack's norm, in any order. */
  readonly epsilons: readonly number[];
}

/** Checks and defaults of {@link RobustAccuracyOptions}. */
const robustAccuracyOptions = optionsTable<RobustAccuracyOptions>()({
  ...attackOptions.rules,
  epsilons: checkedBy<readonly number[]>(
    (name, value) => {
      checkList(name, value);
      if (value.length === 0)
        throw new InterpError('bad-option', `no ${name} are given; expected a list of lengths, such as [0.1, 0.2]`);
      for (const epsilon of value) checkNumber('epsilon', epsilon, { min: 0 });
    },
    { required: true },
  ),
});

/** Robust accuracy at one length of perturbation. */
export interface RobustPoint {
  /** The length, in units of the input and the attack's norm. */
  readonly epsilon: number;
  /** Fraction of all images that are classified correctly before and not fooled within this length; masked ones do not count. */
  readonly accuracy: number;
  /** Images that were classified correctly and fooled within this length. */
  readonly fooled: number;
  /** Images on which the attack failed because every gradient was zero; not counted as robust. */
  readonly masked: number;
}

/** Accuracy under attack for growing lengths of the perturbation. */
export interface RobustCurve {
  /** Images. */
  readonly count: number;
  /** Images that were already wrong. */
  readonly alreadyWrong: number;
  /** Images that were already, and rightly, predicted as the target: they have no part in the accuracies below. */
  readonly alreadyTarget: number;
  /** Fraction of images that are classified correctly without an attack. */
  readonly cleanAccuracy: number;
  /** One point for each length, ascending. */
  readonly points: readonly RobustPoint[];
  /**
   * For each image the least length that fooled it, in units of the input: 0 where it was wrong or the target before, infinite where it withstood.
   * For attacks within a ball it is one of the requested lengths, for attacks that minimise the perturbation the length that they found.
   */
  readonly fooledAt: readonly number[];
  /** Whether it was stopped before its end; lengths that were not reached are then missing. */
  readonly stopped: boolean;
}

interface Trial {
  readonly items: readonly AttackedImage[];
  /** Lengths of the perturbations, in the attack's norm. */
  readonly lengths: readonly number[];
  readonly stopped: boolean;
}

/** An attack on some of the images. */
function* attackSome(
  task: AttackTask,
  indices: readonly number[],
  method: AttackMethod,
  round: boolean,
): Generator<AttackStep, Trial, boolean> {
  const part = subtask(task, indices);
  const { items, stopped } = yield* runAttack(part, method, round);
  const lengths = items.map((_, i) => {
    const original = imageAt(part.originals, part.size, i);
    return method.norm.length(imageAt(part.candidates, part.size, i).map((value, k) => value - original[k]));
  });
  return { items, lengths, stopped };
}

/** Of each image why there is nothing to attack, if so. */
const alreadyOf = (task: AttackTask): ReturnType<typeof alreadyMet>[] => {
  const scores = task.scores();
  return task.goals.map((goal, index) => alreadyMet(goal, imageAt(scores, task.classifier.classes, index)));
};

/**
 * {@link robustAccuracy} as a generator of steps, for `drive` or a loop of your own.
 *
 * @param classifier - any classifier of at least two classes
 * @param x - images, `[n, ...inputShape]`, within the classifier's bounds; borrowed
 * @param method - the attack
 * @param options - lengths, criterion, rounding, seed
 * @returns a generator: it yields after each step of an attack; `next(true)` stops it
 * @throws InterpError as {@link robustAccuracy} does, at the first step
 */
export function* robustAccuracySteps(
  classifier: Classifier,
  x: Tensor,
  method: AttackMethod,
  options: RobustAccuracyOptions,
): Generator<AttackStep, RobustCurve, boolean> {
  const { epsilons: given, round, ...settings } = robustAccuracyOptions.withDefaults(options);
  const epsilons = [...new Set(given)].sort((a, b) => a - b);
  const task = prepareTask(classifier, x, settings);
  const { count } = task;
  const before = alreadyOf(task);
  const right = before.flatMap((already, index) => (already ? [] : [index]));
  const alreadyTarget = before.filter((already) => already === 'already-target').length;
  const judged = count - alreadyTarget;
  if (judged === 0)
    throw new InterpError('bad-class', 'all images are of the target’s class already; expected some of another class');
  const fooledAt = before.map((already) => (already ? 0 : Infinity));
  const points: RobustPoint[] = [];
  const addPoint = (epsilon: number, fooled: number, masked: number): void => {
    points.push({ epsilon, accuracy: (right.length - fooled - masked) / judged, fooled, masked });
  };
  let stopped = false;
  if (!method.within) {
    const result = yield* attackSome(task, right, method, round);
    ({ stopped } = result);
    const masked = result.items.filter((item) => item.masked).length;
    result.items.forEach((item, i) => {
      if (item.outcome === 'succeeded') fooledAt[right[i]] = result.lengths[i];
    });
    for (const epsilon of epsilons)
      addPoint(epsilon, right.filter((index) => fooledAt[index] <= epsilon).length, masked);
  } else {
    for (const epsilon of epsilons) {
      const indices = method.singleStep ? right : right.filter((index) => fooledAt[index] === Infinity);
      const result = yield* attackSome(task, indices, method.within(epsilon), round);
      ({ stopped } = result);
      result.items.forEach(({ outcome }, i) => {
        if (outcome === 'succeeded') fooledAt[indices[i]] = Math.min(fooledAt[indices[i]], epsilon);
      });
      if (stopped) break;
      const fooled = result.items.filter(({ outcome }) => outcome === 'succeeded').length;
      const masked = result.items.filter((item) => item.masked).length;
      addPoint(epsilon, right.length - indices.length + fooled, masked);
    }
  }
  return {
    count,
    alreadyWrong: judged - right.length,
    alreadyTarget,
    cleanAccuracy: right.length / judged,
    points,
    fooledAt,
    stopped,
  };
}

/**
 * Accuracy under attack for several lengths of the perturbation at once. An attack that minimises the perturbation runs once, and the lengths that
 * it found are compared with these. An attack within a ball runs for each length, the smallest first, on the images that no smaller ball was enough
 * for; its first gradient is computed only once.
 *
 * @param classifier - any classifier of at least two classes
 * @param x - images, `[n, ...inputShape]`, within the classifier's bounds; borrowed
 * @param method - the attack; its own ε is ignored
 * @param options - lengths, criterion (use {@link misclassified} with the labels), rounding, seed, and `onStep` and `signal` of `drive`
 * @returns the curve
 * @throws InterpError as {@link attack} does, `bad-option` for a negative length, and `bad-class` where all images are the target already
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { misclassified, pgd, robustAccuracy } from '@interp/adversarial';
 * import { classifier } from '@interp/core';
 *
 * const net = classifier((x) => tf.matMul(tf.reshape(x, [-1, 2]), tf.tensor2d([[1, -1], [-1, 1]])), { inputShape: [2], classes: 2 });
 * const x = tf.tensor2d([[0.3, 0.1], [0.9, 0.1]]);
 * const { points } = await robustAccuracy(net, x, pgd({ epsilon: 0 }), { epsilons: [0.2, 0.5], criterion: misclassified([0, 0]) });
 * console.log(points.map(({ accuracy }) => accuracy)); // [ 0.5, 0 ]
 * ```
 */
export const robustAccuracy = async (
  classifier: Classifier,
  x: Tensor,
  method: AttackMethod,
  options: RobustAccuracyOptions & DriveOptions<AttackStep>,
): Promise<RobustCurve> => {
  const [own, driving] = splitDriveOptions<RobustAccuracyOptions, AttackStep>(options);
  return drive(robustAccuracySteps(classifier, x, method, own), driving);
};
