import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';

/** What the discriminator's step takes; all tensors belong to the `tf.tidy` around. */
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

/** What the generator's step takes; all tensors belong to the `tf.tidy` around. */
export interface GeneratorGradients {
  /** The generator's mean loss. */
  readonly loss: Scalar;
  /** Of each trained weight, in the model's order. */
  readonly gradients: readonly Tensor[];
}

/** Images of the generator, with what its own step needs of their making. */
export interface Generated {
  /** `[n, ...outputShape]`. */
  readonly images: Tensor;
  /** How they follow from the latent codes, for the engine that made them. */
  readonly made: readonly Tensor[];
}

/** How the gradients of a generator and a discriminator are found. All of it is synchronous and runs inside a `tf.tidy`. */
export interface GanEngine {
  /** `chain` where derivatives are written out, `tape` where TensorFlow.js records them. */
  readonly kind: 'chain' | 'tape';
  /** Images of latent codes, `[n, latentSize]`. */
  readonly generate: (z: Tensor2D) => Generated;
  /** For the discriminator's step. `between` are the images of the penalty where they are neither real nor generated. */
  readonly discriminatorGradients: (real: Tensor, fake: Tensor, between?: Tensor) => DiscriminatorGradients;
  /** For the generator's step, with the discriminator as it is now. */
  readonly generatorGradients: (generated: Generated) => GeneratorGradients;
}
