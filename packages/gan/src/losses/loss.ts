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
 * A GAN loss: three functions of the discriminator's logits `[n, 1]`, each a mean over the images with its derivative
 * in closed form. They run inside a `tf.tidy`. A new loss is a function that returns one of these.
 */
export interface GanLoss {
  /** Its name, for messages and checkpoints. */
  readonly name: string;
  /** Its settings; a checkpoint stores them and is refused with others. */
  readonly settings: Readonly<Record<string, number>>;
  /** Its default penalty on the discriminator's gradient. */
  readonly penalty: GradientPenalty;
  /** The discriminator's loss on real images. */
  readonly real: (logits: Tensor2D) => MeanLoss;
  /** The discriminator's loss on generated images. */
  readonly fake: (logits: Tensor2D) => MeanLoss;
  /** The generator's loss. */
  readonly generator: (logits: Tensor2D) => MeanLoss;
}
