import { withFirstMaximum } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Loss } from './loss.js';
import type { LogitsOf } from './training-logits.js';

/** What one batch says; all tensors belong to the caller. */
export interface BatchGradients {
  /** The mean loss of the batch, with the penalties of the model's regularisers. */
  readonly loss: tf.Scalar;
  /** The scores, `[n, classes]`. */
  readonly logits: tf.Tensor2D;
  /** The derivative of the loss with respect to each variable, in their order; nothing for one that it does not depend on. */
  readonly gradients: readonly (tf.Tensor | undefined)[];
}

/**
 * The loss of a batch and its gradient with respect to variables: the tape goes from the logits back, and the loss brings its
 * own derivative.
 *
 * @param model - says its regularisers' penalties
 * @param logitsOf - runs the model
 * @param loss - what is minimised
 * @param variables - with respect to what
 * @param x - the images, `[n, ...inputShape]`; borrowed
 * @param wanted - one-hot labels, `[n, classes]`; borrowed
 * @returns loss, logits and gradients
 */
export const trainingGradients = (
  model: LayersModel,
  logitsOf: LogitsOf,
  loss: Loss,
  variables: readonly tf.Tensor[],
  x: tf.Tensor,
  wanted: tf.Tensor2D,
): BatchGradients => {
  let logits: tf.Tensor2D | undefined;
  const lossOf = tf.customGrad((scores, save) => {
    const { value, gradient } = loss.of(scores as tf.Tensor2D, wanted);
    (save as tf.GradSaveFunc)([gradient]);
    return { value, gradFunc: (dy: tf.Scalar, [saved]: tf.Tensor[]) => tf.mul(saved, dy) };
  });
  const taped = (): tf.Scalar => {
    logits = tf.keep(logitsOf(x, true));
    const penalties = model.calculateLosses();
    return penalties.reduce<tf.Scalar>((sum, penalty) => tf.add(sum, penalty), lossOf(logits));
  };
  const { value, grads } = withFirstMaximum(() => tf.engine().gradients(taped, [...variables], undefined, true));
  return { loss: value, logits: logits!, gradients: grads };
};
