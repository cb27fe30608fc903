import { type Classifier, InterpError } from '@interp/core';
import {
  checkBatch,
  checkBoolean,
  checkClass,
  checkClassifier,
  checkedOptions,
  checkFunctions,
  checkNumber,
} from '@interp/core/internal';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { AttackOptions } from './attack-options.js';
import { misclassified } from './criteria.js';
import { largestAt } from './logits.js';
import { arrayClassifier } from './array-classifier.js';
import { taskOf, type AttackTask } from './task.js';

const checkBounds = (values: Float32Array, [low, high]: readonly [number, number]): void => {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    if (values[i] < least) least = values[i];
    if (values[i] > most) most = values[i];
  }
  if (least < low || most > high) {
    throw new InterpError(
      'bad-value',
      `the images have values from ${least} to ${most}; expected ${low} to ${high}, the classifier's bounds; scale them, or give the classifier other bounds`,
    );
  }
};

/**
 * The class of each row of logits.
 *
 * @param logits - one row after the other
 * @param classes - how long a row is
 * @returns the indices of the largest ones
 */
export const predictedOf = (logits: Float32Array, classes: number): Int32Array =>
  Int32Array.from({ length: logits.length / classes }, (_, i) =>
    largestAt(logits.subarray(i * classes, (i + 1) * classes)),
  );

/**
 * Checks what an attack is given and makes a task of it.
 *
 * @param classifier - any classifier of at least two classes
 * @param x - images, `[n, ...inputShape]`, within the classifier's bounds; borrowed
 * @param options - criterion, seed, how many images at once
 * @returns the task
 * @throws InterpError `unsupported-model`, `bad-shape`, `bad-value`, `bad-class`, `bad-option`, `not-finite`
 */
export const prepared = (classifier: Classifier, x: Tensor, options: AttackOptions): AttackTask => {
  const { criterion = misclassified(), round, seed = 0, batchSize = 100 } = checkedOptions(options);
  if (classifier.classes < 2) {
    throw new InterpError(
      'unsupported-model',
      `the classifier has ${classifier.classes} class, so that no image can be taken for another; expected at least two`,
    );
  }
  checkClassifier(classifier);
  checkBatch(classifier, x);
  checkFunctions('criterion', criterion, ['goals']);
  checkBoolean('round', round);
  checkNumber('batchSize', batchSize, { min: 1, integer: true });
  const originals = new Float32Array(x.dataSync<'float32' | 'int32'>());
  checkBounds(originals, classifier.bounds);
  const arrays = arrayClassifier(classifier, batchSize);
  const count = x.shape[0];
  let scores: Float32Array | undefined;
  const goals = criterion.goals(count, () =>
    predictedOf((scores ??= arrays.logits(originals, count)), classifier.classes),
  );
  for (const { label, target } of goals) {
    checkClass(classifier, label);
    if (target !== undefined) checkClass(classifier, target);
  }
  return taskOf({ classifier: arrays, bounds: classifier.bounds, originals, goals, seed, scores });
};
