import * as tf from '@tensorflow/tfjs-core';
import type { Rbm } from './rbm.js';

/**
 * The filters, columns of W, as a batch of images: what each hidden unit adds to the visible ones.
 *
 * @param machine - the RBM; borrowed
 * @returns `[N, ...inputShape]`, which belongs to the caller
 */
export const filters = ({ parameters, inputShape, visible, hidden }: Rbm): tf.Tensor =>
  tf.tidy(() => tf.reshape(tf.transpose(tf.tensor2d(parameters.weights, [visible, hidden])), [hidden, ...inputShape]));
