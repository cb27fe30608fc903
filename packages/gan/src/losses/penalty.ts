import type { Scalar, Tensor1D } from '@tensorflow/tfjs-core';

/** A penalty's mean and its derivative. */
export interface MeanPenalty {
  /** The mean over the images. */
  readonly value: Scalar;
  /** Its derivative with respect to each squared norm, `[n]`. */
  readonly gradient: Tensor1D;
}

/**
 * A penalty on how steep the discriminator is: a function of ‖∇ₓ logit(x)‖² at some images. It runs inside a `tf.tidy`. A new penalty
 * is a new function that returns one of these.
 */
export interface GradientPenalty {
  /** What people call it. */
  readonly name: string;
  /** Its numbers; a checkpoint keeps them to notice others. */
  readonly settings: Readonly<Record<string, number>>;
  /** At which images: the real ones, or ones at random between real and generated; `none` is no penalty. */
  readonly at: 'real' | 'interpolated' | 'none';
  /** The mean penalty of squared norms, `[n]`. */
  readonly of: (squaredNorms: Tensor1D) => MeanPenalty;
}
