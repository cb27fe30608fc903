import type * as tf from '@tensorflow/tfjs-core';
import type { KernelChange } from './kernel-change.js';

/** Activations that kernels can fuse. */
export type FusedActivation = 'linear' | 'relu' | 'relu6' | 'sigmoid' | 'elu';

/** What the positive and the negative products of a unit are weighted with: α and β, where α - β is 1. */
export interface SignFactors {
  /** Of positive products. */
  readonly alpha: number;
  /** Of negative products. */
  readonly beta: number;
}

/** Relevance that was shared among the inputs of a map, and that of units without products, if any, which is not in it. */
export interface SharedRelevance {
  /** Of the inputs. */
  readonly relevance: tf.Tensor;
  /** Of the units whose products are all 0, and 0 for the others. */
  readonly even: tf.Tensor | undefined;
}

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
   * @param x - a batch; borrowed
   * @param isMixed - tells whether it has negative values
   * @returns the sums, `[..., 2, channels]`: positive ones, then negative ones; undefined where there is no such kernel
   */
  signedSums?(x: tf.Tensor, isMixed: () => boolean): tf.Tensor | undefined;
  /**
   * Distributes shares backwards along positive and negative products.
   *
   * @param x - a batch; borrowed
   * @param shares - `[..., 2, channels]`: of the positive products, then of the negative ones; borrowed
   * @param isMixed - tells whether `x` has negative values
   * @returns of the shape of `x`; undefined where there is no kernel for it
   */
  distribute?(x: tf.Tensor, shares: tf.Tensor, isMixed: () => boolean): tf.Tensor | undefined;
  /**
   * Shares relevance along positive and negative products, each kind in proportion to its size: the αβ rule, in one kernel.
   *
   * @param x - a batch; borrowed
   * @param relevance - of its output; borrowed
   * @param factors - α and β; units with products of one sign share all of their relevance among these
   * @param isMixed - tells whether `x` has negative values
   * @returns the shares; undefined where there is no kernel for it
   */
  shareBySign?(
    x: tf.Tensor,
    relevance: tf.Tensor,
    factors: SignFactors,
    isMixed: () => boolean,
  ): SharedRelevance | undefined;
}
