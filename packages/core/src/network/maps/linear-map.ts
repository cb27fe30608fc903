import type * as tf from '@tensorflow/tfjs-core';
import type { KernelChange } from './kernel-change.js';

/** Activations that kernels can fuse. */
export type FusedActivation = 'linear' | 'relu' | 'sigmoid' | 'elu';

/** A linear map without its bias: the common interface of dense and convolutional layers, average pooling, batch normalisation and sums. */
export interface LinearMap {
  /**
   * Its weights, in the map's own layout. Missing for maps that copy.
   *
   * @param inputShape - the shape of the input, with the batch
   * @returns the weights; do not dispose of it
   */
  kernel?(inputShape: readonly number[]): tf.Tensor;
  /**
   * Applies the map.
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
   * Applies map, bias and activation in one fused kernel.
   *
   * @param x - a batch; borrowed
   * @param bias - one number per channel of the output
   * @param activation - which activation
   * @returns its output
   */
  fused?(x: tf.Tensor, bias: tf.Tensor | undefined, activation: FusedActivation): tf.Tensor;
  /**
   * The sums of positive and of negative products, in one kernel.
   *
   * @param x - a batch without negative values or, mixed, its positive and its negative values one after the other along the last
   *   axis; borrowed
   * @param isMixed - which
   * @returns the sums, `[..., 2, channels]`: positive ones, then negative ones
   */
  signedSums?(x: tf.Tensor, isMixed: boolean): tf.Tensor;
  /**
   * The transposed map of both sums.
   *
   * @param y - `[..., 2, channels]`; borrowed
   * @param inputShape - the shape of the input, with the batch
   * @param isMixed - whether the input has values of both signs
   * @returns of the shape `inputShape`; mixed, with a last axis of twice the length: for positive values, then for negative ones
   */
  signedTranspose?(y: tf.Tensor, inputShape: readonly number[], isMixed: boolean): tf.Tensor;
}
