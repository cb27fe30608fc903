import type * as tf from '@tensorflow/tfjs-core';
import type { KernelChange } from './kernel-change.js';

/** Activations that a kernel can apply as it writes its result. */
export type FusedActivation = 'linear' | 'relu' | 'sigmoid' | 'elu';

/** A linear map without its bias: what dense and convolutional layers, average pooling, batch normalisation and sums have in common. */
export interface LinearMap {
  /**
   * Its weights, in the map's own layout.
   *
   * @param inputShape - the shape of the input, with the batch
   * @returns the weights; not to be disposed of
   */
  kernel(inputShape: readonly number[]): tf.Tensor;
  /**
   * The map itself.
   *
   * @param x - a batch; borrowed
   * @param change - a kernel in place of its own
   * @returns its output, without a bias
   */
  apply(x: tf.Tensor, change?: KernelChange): tf.Tensor;
  /**
   * The transposed map.
   *
   * @param y - of the shape of an output; borrowed
   * @param inputShape - the shape of the input that the output came from, with the batch
   * @param change - a kernel in place of its own
   * @returns of the shape `inputShape`
   */
  transpose(y: tf.Tensor, inputShape: readonly number[], change?: KernelChange): tf.Tensor;
  /**
   * Map, bias and activation in one kernel, where the backend has one.
   *
   * @param x - a batch; borrowed
   * @param bias - one number per channel of the output
   * @param activation - which activation
   * @returns its output
   */
  fused?(x: tf.Tensor, bias: tf.Tensor | undefined, activation: FusedActivation): tf.Tensor;
  /**
   * For inputs that are not negative: positive and negative products apart, in one kernel.
   *
   * @param x - a batch without negative values; borrowed
   * @returns the sums, `[..., 2, channels]`: positive ones, then negative ones
   */
  signedSums?(x: tf.Tensor): tf.Tensor;
  /**
   * The transposed map of both sums: positive weights with the first half, negative weights with the second.
   *
   * @param y - `[..., 2, channels]`; borrowed
   * @param inputShape - the shape of the input, with the batch
   * @returns of the shape `inputShape`
   */
  signedTranspose?(y: tf.Tensor, inputShape: readonly number[]): tf.Tensor;
}
