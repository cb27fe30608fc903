import { drive, type Classifier, type DriveOptions } from '@interp/core';
import { checkedOptions } from '@interp/core/internal';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { AttackMethod, AttackStep } from '../attack-method.js';
import type { AttackedImage } from '../result.js';
import { isAdversarial } from '../criteria.js';
import { finished } from '../finished.js';
import { prepared } from '../prepared.js';
import { ascending, type RobustCurve, type RobustAccuracyOptions, type RobustPoint } from '../robust-points.js';
import { largestAt } from '../logits.js';
import { subtask } from '../subtask.js';
import { imageAt, type AttackTask } from '../task.js';

interface Trial {
  readonly items: readonly AttackedImage[];
  /** Lengths of the perturbations, in the attack's norm. */
  readonly lengths: readonly number[];
  readonly stopped: boolean;
}

/** An attack on some of the images, and whether it was stopped. */
function* trial(
  task: AttackTask,
  indices: readonly number[],
  method: AttackMethod,
  round: boolean,
): Generator<AttackStep, Trial, boolean> {
  const part = subtask(task, indices);
  let stopped = false;
  const work = method.steps(part);
  for (let next = work.next(); !next.done; next = work.next(stopped)) stopped = yield next.value;
  const items = finished(part, method, round);
  const lengths = items.map((_, i) => {
    const original = imageAt(part.originals, part.size, i);
    return method.norm.length(imageAt(part.candidates, part.size, i).map((value, k) => value - original[k]));
  });
  return { items, lengths, stopped };
}

const wrongBefore = (task: AttackTask): boolean[] => {
  const { classes } = task.classifier;
  const scores = task.scores();
  return task.goals.map((goal, index) => {
    const predicted = largestAt(scores.subarray(index * classes, (index + 1) * classes));
    return predicted !== goal.label || isAdversarial(goal, predicted);
  });
};

/**
 * The steps of {@link robustAccuracy}, for a driver of your own.
 *
 * @param classifier - any classifier of at least two classes
 * @param x - images, `[n, ...inputShape]`, within the classifier's bounds; borrowed
 * @param method - the attack
 * @param options - lengths, criterion, rounding, seed
 * @returns a generator: it yields after each step of an attack; a `true` ends it
 * @throws InterpError as {@link robustAccuracy} does, at the first step
 */
export function* robustAccuracySteps(
  classifier: Classifier,
  x: Tensor,
  method: AttackMethod,
  options: RobustAccuracyOptions,
): Generator<AttackStep, RobustCurve, boolean> {
  const { epsilons: given, round = false } = checkedOptions(options);
  const epsilons = ascending(given);
  const task = prepared(classifier, x, options);
  const { count } = task;
  const wrong = wrongBefore(task);
  const right = wrong.flatMap((already, index) => (already ? [] : [index]));
  const fooledAt = wrong.map((already) => (already ? 0 : Infinity));
  const points: RobustPoint[] = [];
  const point = (epsilon: number, fooled: number, masked: number): void => {
    points.push({ epsilon, accuracy: (right.length - fooled - masked) / count, fooled, masked });
  };
  let stopped = false;
  if (!method.within) {
    const result = yield* trial(task, right, method, round);
    ({ stopped } = result);
    const masked = result.items.filter((item) => item.masked).length;
    result.items.forEach((item, i) => {
      if (item.outcome === 'succeeded') fooledAt[right[i]] = result.lengths[i];
    });
    for (const epsilon of epsilons) point(epsilon, right.filter((index) => fooledAt[index] <= epsilon).length, masked);
  } else {
    for (const epsilon of epsilons) {
      const indices = method.singleStep ? right : right.filter((index) => fooledAt[index] === Infinity);
      const result = yield* trial(task, indices, method.within(epsilon), round);
      ({ stopped } = result);
      result.items.forEach(({ outcome }, i) => {
        if (outcome === 'succeeded') fooledAt[indices[i]] = Math.min(fooledAt[indices[i]], epsilon);
      });
      if (stopped) break;
      const fooled = result.items.filter(({ outcome }) => outcome === 'succeeded').length;
      point(epsilon, right.length - indices.length + fooled, result.items.filter((item) => item.masked).length);
    }
  }
  return {
    count,
    alreadyWrong: count - right.length,
    cleanAccuracy: right.length / count,
    points,
    fooledAt,
    stopped,
  };
}

/**
 * Accuracy under attack for several lengths of the perturbation at once. An attack that looks for the smallest perturbation runs once
 * and its lengths are compared; of one within a ball, images that a smaller ball was enough for do not take part in larger ones, and
 * the first gradient is computed once.
 *
 * @param classifier - any classifier of at least two classes
 * @param x - images, `[n, ...inputShape]`, within the classifier's bounds; borrowed
 * @param method - the attack; of one within a ball its own ε does not matter
 * @param options - lengths, criterion (take {@link misclassified} with the labels), rounding, seed; and how the work is driven
 * @returns the curve
 * @throws InterpError as {@link attack} does, and `bad-option` for a negative length
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
export const robustAccuracy = (
  classifier: Classifier,
  x: Tensor,
  method: AttackMethod,
  options: RobustAccuracyOptions & DriveOptions<AttackStep>,
): Promise<RobustCurve> => drive(robustAccuracySteps(classifier, x, method, options), options);
