import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';

/** What training minimises: its value and, in closed form, its gradient with respect to the logits. */
export interface Loss {
  /** What people call it; a checkpoint keeps it to notice another loss. */
  readonly name: string;
  /**
   * The mean loss of a batch and its gradient.
   *
   * @param logits - scores, `[n, classes]`; borrowed
   * @param wanted - one-hot labels, `[n, classes]`; borrowed
   * @returns the mean over the batch and its derivative with respect to the logits; they belong to the caller
   */
  readonly of: (logits: Tensor2D, wanted: Tensor2D) => LossAndGradient;
}

/** A loss and its gradient; both tensors belong to the caller. */
export interface LossAndGradient {
  /** The mean over the batch. */
  readonly value: Scalar;
  /** The derivative of that mean with respect to the logits, `[n, classes]`. */
  readonly gradient: Tensor2D;
}
