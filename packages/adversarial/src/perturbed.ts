import type { Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { AttackMethod } from './attack-method.js';
import type { AttackOptions } from './attack-options.js';
import { finish } from './finished.js';
import { prepared } from './prepared.js';

/**
 * What an attack makes of a batch, at once and without a verdict: for training on it.
 *
 * @param classifier - any classifier of at least two classes
 * @param x - images, `[n, ...inputShape]`, within the classifier's bounds; borrowed
 * @param method - the attack
 * @param options - what is wanted of the images, seed
 * @returns the images clipped to the bounds, of the shape of `x`; the caller's
 * @throws InterpError as `attack` does
 */
export const perturbed = (
  classifier: Classifier,
  x: tf.Tensor,
  method: AttackMethod,
  options: AttackOptions = {},
): tf.Tensor => {
  const task = prepared(classifier, x, options);
  for (const work = method.steps(task); !work.next(false).done;) continue;
  finish(task, method, options.round);
  return tf.tensor(task.candidates, x.shape);
};
