import { valuesNow } from '@interp/tape/internal';
import type * as tf from '@tensorflow/tfjs-core';
import { checkReturned } from '../checks/returned-tensors.js';
import { argmaxOfRows } from '../numeric/argmax.js';

/**
 * The values of logits, checked.
 *
 * @param logits - `[n, classes]`; borrowed
 * @returns a row for each image, borrowed: until another tensor is made
 * @throws InterpError `bad-shape`, `bad-value`, `not-finite` for what are no logits
 */
export const finiteLogits = (logits: tf.Tensor2D): Float32Array =>
  valuesNow(checkReturned('the scores', logits, [null, null], true));

/**
 * The class of the largest logit of each image, the first one where several are equal.
 *
 * @param logits - `[n, classes]`; borrowed
 * @returns one class per image
 * @throws InterpError `bad-shape`, `not-finite` for what are no logits
 */
export const predictedClasses = (logits: tf.Tensor2D): Int32Array =>
  argmaxOfRows(finiteLogits(logits), logits.shape[1]);
