import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import type { GradientPenalty } from './penalties.js';

/** A mean over logits and its derivative. */
export interface MeanLoss {
  /** The mean over the images. */
  readonly value: Scalar;
  /** Its derivative with respect to each logit, `[n, 1]`. */
  readonly gradient: Tensor2D;
}

/**
 * What discriminator and generator minimise: three functions of the discriminator's logits `[n, 1]`, each a mean over the images with
 * its derivative written out. They run inside a `tf.tidy`. A new loss is a new function that returns one of these.
 */
export interface GanLoss {
  /** Its name, for messages and checkpoints. */
  readonly name: string;
  /** Its settings; a checkpoint stores them and is refused with others. */
  readonly settings: Readonly<Record<string, number>>;
  /** The penalty on the discriminator's gradient that goes with it. */
  readonly penalty: GradientPenalty;
  /** What real images cost the discriminator. */
  readonly real: (logits: Tensor2D) => MeanLoss;
  /** What generated images cost the discriminator. */
  readonly fake: (logits: Tensor2D) => MeanLoss;
  /** What generated images cost the generator. */
  readonly generator: (logits: Tensor2D) => MeanLoss;
}
