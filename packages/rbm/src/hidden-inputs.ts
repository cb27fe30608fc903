import * as tf from '@tensorflow/tfjs-core';
import type { Rbm } from './rbm.js';

/**
 * What the hidden units get from visible vectors: their logits.
 *
 * @param machine - the RBM
 * @param rows - visible vectors `[n, M]`; borrowed
 * @returns `[n, N]`, the caller's
 */
export const hiddenInputs = ({ tensors }: Rbm, rows: tf.Tensor2D): tf.Tensor2D =>
  tf.add(tf.matMul(rows, tensors.toHidden), tensors.hiddenOffset);

/**
 * What the visible units get from hidden vectors: the means of Gaussian ones, the logits of binary ones.
 *
 * @param machine - the RBM
 * @param h - hidden vectors `[n, N]`; borrowed
 * @returns `[n, M]`, the caller's
 */
export const visibleInputs = ({ tensors }: Rbm, h: tf.Tensor2D): tf.Tensor2D =>
  tf.add(tf.matMul(h, tensors.toVisible), tensors.visibleOffset);
