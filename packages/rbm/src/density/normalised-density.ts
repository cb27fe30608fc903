import type { Density } from '@interp/core';
import type * as tf from '@tensorflow/tfjs-core';

/** A density that integrates to 1: its `logDensity` is a log-likelihood in nats, to compare with log p* - log Z of an RBM. */
export interface NormalisedDensity extends Density {
  /** Number of its free parameters. */
  readonly parameters: number;
  /**
   * Log-likelihood in nats. Differentiable.
   *
   * @param v - a batch, `[n, ...inputShape]`; borrowed
   * @returns `[n]`, which belongs to the caller
   */
  logDensity(v: tf.Tensor): tf.Tensor1D;
  /** Frees its tensors. */
  dispose(): void;
}
