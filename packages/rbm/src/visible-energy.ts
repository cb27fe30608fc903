import * as tf from '@tensorflow/tfjs-core';
import { sigmaAt } from './rbm-tensors.js';
import type { Rbm } from './rbm.js';

/**
 * The part of the energy in which there are no hidden units.
 *
 * @param machine - the RBM
 * @param rows - visible vectors `[n, M]`; borrowed
 * @returns `[n]`, the caller's
 */
export const visibleEnergy = ({ variant, tensors, parameters }: Rbm, rows: tf.Tensor2D): tf.Tensor1D => {
  if (!variant.continuous) return tf.neg(tf.sum(tf.mul(rows, tensors.visibleOffset), 1));
  const difference = tf.sub(rows, tensors.visibleOffset);
  const constant = parameters.visibleBias.reduce(
    (sum, bias, i) => sum + variant.visibleConstant(bias, sigmaAt(parameters.sigma, i)),
    0,
  );
  const half: tf.Tensor1D = tf.sum(tf.mul(tf.square(difference), tf.mul(tensors.precision, 0.5)), 1);
  return constant === 0 ? half : tf.add(half, constant);
};
