import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';

/** The results of a discriminator step; all tensors belong to the surrounding `tf.tidy`. */
export interface DiscriminatorGradients {
  /** Mean loss of the real and of the generated images, without the penalty. */
  readonly loss: Scalar;
  /** The mean penalty. */
  readonly penalty: Scalar;
  /** Logits of the real images, `[n, 1]`. */
  readonly real: Tensor2D;
  /** Logits of the generated images, `[n, 1]`. */
  readonly fake: Tensor2D;
  /** Of each trained weight, in the model's order. */
  readonly gradients: readonly Tensor[];
}

/** The results of a generator step; all tensors belong to the surrounding `tf.tidy`. */
export interface GeneratorGradients {
  /** The generator's mean loss. */
  readonly loss: Scalar;
  /** Of each trained weight, in the model's order. */
  readonly gradients: readonly Tensor[];
}

/** Images of the generator, with the intermediate values that its step needs. */
export interface Generated {
  /** `[n, ...outputShape]`. */
  readonly images: Tensor;
  /** Intermediate values, for the engine that computed them. */
  readonly made: readonly Tensor[];
}

/** Computes the gradients of a generator and a discriminator, synchronously and inside a `tf.tidy`. */
export interface GanEngine {
  /** `chain` for hand-written derivatives, `tape` for TensorFlow.js' tape. */
  readonly kind: 'chain' | 'tape';
  /** Images of latent codes, `[n, latentSize]`. */
  readonly generate: (z: Tensor2D) => Generated;
  /** For the discriminator's step. `between` are the interpolated images of the penalty, if it needs them. */
  readonly discriminatorGradients: (real: Tensor, fake: Tensor, between?: Tensor) => DiscriminatorGradients;
  /** For the generator's step, with the current discriminator. */
  readonly generatorGradients: (generated: Generated) => GeneratorGradients;
}
