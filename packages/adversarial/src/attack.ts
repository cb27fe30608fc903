import { boolean, checkFunctions, checkList, InterpError, number, optionsTable, withFunctions } from '@interp/checks';
import { drive, type Classifier, type DriveOptions } from '@interp/core';
import {
  areFinite,
  argmaxOfRows,
  checkBatch,
  checkedClassifier,
  checkProbabilities,
  finiteBounds,
  splitDriveOptions,
} from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { arrayClassifier, notFinite } from './array-classifier.js';
import type { AttackMethod, AttackStep } from './attack-method.js';
import { checkedGoal, misclassified, type Criterion } from './criteria.js';
import { attackedImages, attackSummary, type AttackedImage, type AttackResult } from './result.js';
import { clip, createTask, imageAt, type AttackTask } from './task.js';

/** Options of {@link attack}. */
export interface AttackOptions {
  /** What counts as success. Default {@link misclassified}: any other class than the predicted one, or another set of classes. */
  readonly criterion?: Criterion;
  /** Whether the images are rounded to 8 bits, as a saved PNG would be, before they are predicted again. Default false. */
  readonly round?: boolean;
  /** Seed of random starts and noise, which depend on it and on the image, not on the image's place in the batch. Default 0. */
  readonly seed?: number;
  /** Images in one pass through the classifier, which affects memory and speed only; fewer for a large model. Default 100. */
  readonly batchSize?: number;
}

/** Checks and defaults of {@link AttackOptions}. */
export const attackOptions = optionsTable<AttackOptions>()({
  criterion: withFunctions<Criterion>(['goals'], { default: misclassified() }),
  round: boolean({ default: false }),
  seed: number({ integer: true, default: 0 }),
  batchSize: number({ min: 1, integer: true, default: 100 }),
});

/**
 * Checks classifier, images and classes, and builds the task of an attack.
 *
 * @param classifier - any classifier of at least two classes
 * @param x - images, `[n, ...inputShape]`, within the classifier's bounds; borrowed
 * @param options - criterion, seed, batch size; checked
 * @returns the task
 * @throws InterpError `unsupported-model`, `bad-shape`, `bad-value`, `bad-class`, `bad-option`, `not-finite`
 */
export const prepareTask = (
  classifier: Classifier,
  x: tf.Tensor,
  { criterion, seed, batchSize }: Required<Omit<AttackOptions, 'round'>>,
): AttackTask => {
  const net = checkedClassifier(classifier);
  const { classes, bounds, probabilities } = net;
  if (classes < 2) {
    throw new InterpError(
      'unsupported-model',
      `the classifier has ${classes} class, so that no image can be taken for another; expected at least two`,
    );
  }
  checkProbabilities(probabilities, 'an attack');
  checkBatch(net, x);
  const originals = new Float32Array(x.dataSync<'float32' | 'int32'>());
  clip(originals, bounds);
  const arrays = arrayClassifier(net, batchSize);
  const count = x.shape[0];
  let scores: Float32Array | undefined;
  const known = (): Float32Array => (scores ??= arrays.logits(originals, count));
  const given = criterion.goals(count, () => argmaxOfRows(known(), classes));
  checkList('the list of goals', given, { length: count });
  const kind = { classes, isMultiLabel: probabilities === 'sigmoid' };
  const goals = given.map((goal, i) => checkedGoal(goal, i, kind, () => imageAt(known(), classes, i)));
  return createTask({ classifier: arrays, bounds, originals, goals, seed, scores });
};

const roundToBytes = (values: Float32Array, [low, high]: readonly [number, number]): void => {
  const scale = 255 / (high - low);
  for (let i = 0; i < values.length; i++) values[i] = Math.round((values[i] - low) * scale) / scale + low;
};

const finish = ({ candidates, bounds }: AttackTask, { unbounded = false }: AttackMethod, round: boolean): void => {
  if (!unbounded || round) clip(candidates, bounds);
  if (round) roundToBytes(candidates, bounds);
};

/**
 * Runs an attack on a task: its steps, then clipping and rounding, then the prediction of the results.
 *
 * @param task - what to work on; its candidates change
 * @param method - the attack
 * @param round - whether the candidates are rounded to 8 bits
 * @returns a generator of steps; its result has one item for each image, and whether it was stopped
 * @throws InterpError `not-finite`
 */
export function* runAttack(
  task: AttackTask,
  method: AttackMethod,
  round: boolean,
): Generator<AttackStep, { readonly items: readonly AttackedImage[]; readonly stopped: boolean }, boolean> {
  let stopped = false;
  const work = method.steps(task);
  for (let next = work.next(); !next.done; next = work.next(stopped)) stopped = yield next.value;
  finish(task, method, round);
  if (!areFinite(task.candidates)) throw notFinite('perturbed images');
  return { items: attackedImages(task), stopped };
}

const checkMethod = (method: unknown): void =>
  checkFunctions('the attack method', method, ['steps'], 'one such as fgsm(…) or pgd(…)');

/**
 * {@link attack} as a generator of steps, for `drive` or a loop of your own.
 *
 * @param classifier - any classifier of at least two classes
 * @param x - images, `[n, ...inputShape]`, within the classifier's bounds; borrowed
 * @param method - the attack
 * @param options - what counts as success, rounding, seed
 * @returns a generator: after each step it yields how many images are still active; `next(true)` stops it
 * @throws InterpError as {@link attack} does, at the first step
 */
export function* attackSteps(
  classifier: Classifier,
  x: tf.Tensor,
  method: AttackMethod,
  options: AttackOptions = {},
): Generator<AttackStep, AttackResult, boolean> {
  const settings = attackOptions.withDefaults(options);
  checkMethod(method);
  const task = prepareTask(classifier, x, settings);
  if (settings.round) finiteBounds(task, 'leave round out');
  const { items, stopped } = yield* runAttack(task, method, settings.round);
  const { candidates, originals } = task;
  const change = new Float32Array(candidates.length);
  for (let i = 0; i < change.length; i++) change[i] = candidates[i] - originals[i];
  const images = tf.tidy(() => ({
    adversarial: tf.tensor(candidates, x.shape),
    perturbation: tf.tensor(change, x.shape),
  }));
  return {
    ...images,
    items,
    summary: attackSummary(items),
    stopped,
  };
}

/**
 * Attacks a batch of images: small perturbations that change the classifier's prediction (thesis 4.2). All images are
 * processed together, and each stops on its own. Success is verified: the classifier predicts each returned image again,
 * clipped to the bounds and, if asked, rounded to 8 bits.
 *
 * @param classifier - any classifier of at least two classes
 * @param x - images, `[n, ...inputShape]`, within the classifier's bounds; borrowed
 * @param method - the attack, such as {@link fgsm} or {@link deepFool}, or one of your own
 * @param options - criterion, rounding, seed, and `onStep` and `signal` of `drive`
 * @returns images, perturbations and the result for each; after an abort, the images so far, predicted the same way
 * @throws InterpError `bad-shape` for another shape or an empty batch, `bad-value` for a NaN or images more than 1e-4 outside the bounds (less is rounding, and clipped), `bad-class`
 *   for an unknown class, `bad-option`, `unsupported-model` for a single class,
 *   `not-finite` for a NaN during the computation
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { attack, misclassified, pgd } from '@interp/adversarial';
 * import { classifier } from '@interp/core';
 *
 * const net = classifier((x) => tf.matMul(tf.reshape(x, [-1, 2]), tf.tensor2d([[1, -1], [-1, 1]])), { inputShape: [2], classes: 2 });
 * const { adversarial, items } = await attack(net, tf.tensor2d([[0.3, 0.1]]), pgd({ epsilon: 0.2 }), { criterion: misclassified([0]) });
 * console.log(items[0].outcome, items[0].before.class, items[0].after.class); // succeeded 0 1
 * adversarial.dispose();
 * ```
 */
export const attack = async (
  classifier: Classifier,
  x: tf.Tensor,
  method: AttackMethod,
  options: AttackOptions & DriveOptions<AttackStep> = {},
): Promise<AttackResult> => {
  const [own, driving] = splitDriveOptions<AttackOptions, AttackStep>(options);
  return drive(attackSteps(classifier, x, method, own), driving);
};

/**
 * The adversarial images of an attack, computed synchronously and not predicted again, for training on them.
 *
 * @param classifier - any classifier of at least two classes
 * @param x - images, `[n, ...inputShape]`, within the classifier's bounds; borrowed
 * @param method - the attack
 * @param options - what counts as success, rounding, seed
 * @returns the images clipped to the bounds, of the shape of `x`; owned by the caller
 * @throws InterpError as {@link attack} does
 */
export const perturbed = (
  classifier: Classifier,
  x: tf.Tensor,
  method: AttackMethod,
  options: AttackOptions = {},
): tf.Tensor => {
  const settings = attackOptions.withDefaults(options);
  checkMethod(method);
  const task = prepareTask(classifier, x, settings);
  for (const work = method.steps(task); !work.next(false).done;) continue;
  finish(task, method, settings.round);
  return tf.tensor(task.candidates, x.shape);
};
