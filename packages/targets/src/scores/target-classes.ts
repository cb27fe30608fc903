import { checkList, InterpError } from '@interp/checks';
import { predictedClasses } from '@interp/core';
import { checkClass } from '@interp/core/internal';
import type * as tf from '@tensorflow/tfjs-core';

/**
 * The target class of each image.
 *
 * @param logits - `[n, classes]`; borrowed
 * @param target - one class for all, one each, or nothing for the predicted classes
 * @returns one class per image
 * @throws InterpError `bad-class` for an unknown class, `bad-shape` for another number of classes than images, `bad-option` for no list
 */
export const targetClasses = (logits: tf.Tensor2D, target?: number | ArrayLike<number>): Int32Array => {
  const [n, classes] = logits.shape;
  if (target === undefined) return predictedClasses(logits);
  if (typeof target !== 'number') checkList('the target', target);
  if (typeof target !== 'number' && target.length !== n) {
    throw new InterpError(
      'bad-shape',
      `${target.length} classes are given for ${n} images; expected one, or one for each image`,
    );
  }
  const wanted = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const one = typeof target === 'number' ? target : target[i];
    checkClass({ classes }, one);
    wanted[i] = one;
  }
  return wanted;
};

/**
 * The class with which each image's target is contrasted. Where it is the target itself, which it may be of predicted classes, the contrast of
 * that image is 0, and the others have theirs.
 *
 * @param logits - `[n, classes]`; borrowed
 * @param target - what is explained, if it was given
 * @param versus - one class for all, or one each
 * @returns one class per image
 * @throws InterpError `bad-class` for an unknown class, or one for all that is the one target of all, `bad-shape` and `bad-option` as `targetClasses`
 */
export const versusClasses = (
  logits: tf.Tensor2D,
  target: number | ArrayLike<number> | undefined,
  versus: number | ArrayLike<number>,
): Int32Array => {
  if (typeof versus === 'number' && versus === target) {
    throw new InterpError(
      'bad-class',
      `versus is class ${versus}, which is what is explained; expected another class to contrast it with`,
    );
  }
  return targetClasses(logits, versus);
};
