import { drive, type Classifier, type DriveOptions } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { AttackMethod, AttackStep } from './attack-method.js';
import type { AttackOptions } from './attack-options.js';
import type { AttackResult } from './result.js';
import { finished } from './finished.js';
import { prepared } from './prepared.js';
import { attackSummary } from './summary.js';

/**
 * The steps of {@link attack}, for a driver of your own.
 *
 * @param classifier - any classifier of at least two classes
 * @param x - images, `[n, ...inputShape]`, within the classifier's bounds; borrowed
 * @param method - the attack
 * @param options - what counts as success, rounding, seed
 * @returns a generator: after each step it yields how many images are still at work; a `true` ends it
 * @throws InterpError as {@link attack} does, at the first step
 */
export function* attackSteps(
  classifier: Classifier,
  x: tf.Tensor,
  method: AttackMethod,
  options: AttackOptions = {},
): Generator<AttackStep, AttackResult, boolean> {
  const task = prepared(classifier, x, options);
  let stopped = false;
  const work = method.steps(task);
  for (let next = work.next(); !next.done; next = work.next(stopped)) stopped = yield next.value;
  const items = finished(task, method, options.round);
  const { candidates, originals } = task;
  const change = new Float32Array(candidates.length);
  for (let i = 0; i < change.length; i++) change[i] = candidates[i] - originals[i];
  return {
    adversarial: tf.tensor(candidates, x.shape),
    perturbation: tf.tensor(change, x.shape),
    items,
    summary: attackSummary(items),
    stopped,
  };
}

/**
 * Attacks a batch of images: small changes after which the classifier takes them for something else (thesis 4.2). All images go
 * together, each ends by itself, and what is claimed of each is what the classifier says when it is shown the image returned once
 * more: clipped to its bounds and, if asked, rounded to 8 bits.
 *
 * @param classifier - any classifier of at least two classes
 * @param x - images, `[n, ...inputShape]`, within the classifier's bounds; borrowed
 * @param method - the attack: {@link fgsm}, {@link bim}, {@link pgd}, {@link momentumPgd}, {@link deepFool}, {@link carliniWagner},
 *   {@link noise}, or one of your own
 * @param options - what counts as success, rounding, seed; and how the work is driven: `onStep`, `signal`
 * @returns images, perturbations and what became of each; after an abort what there was by then, judged the same way
 * @throws InterpError `bad-shape` for another shape or an empty batch, `bad-value` for a NaN or images outside the bounds, `bad-class`
 *   for a class that there is not or a target that is the class itself, `bad-option`, `unsupported-model` for a single class,
 *   `not-finite` for a NaN on the way
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
export const attack = (
  classifier: Classifier,
  x: tf.Tensor,
  method: AttackMethod,
  options: AttackOptions & DriveOptions<AttackStep> = {},
): Promise<AttackResult> => drive(attackSteps(classifier, x, method, options), options);
