import * as tf from '@tensorflow/tfjs-core';
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

/** What some discriminators and penalties need besides the images. */
export interface DiscriminatorExtras {
  /** The interpolated images of the penalty, if it needs them. */
  readonly between?: Tensor | undefined;
  /** For a discriminator with a logit for each class, the classes of real and generated images as rows with a 1, `[n, classes]`. */
  readonly classes?: { readonly real: Tensor2D; readonly fake: Tensor2D } | undefined;
}

/**
 * The logit of each image's class.
 *
 * @param logits - `[n, classes]`
 * @param classes - rows with a 1 at the class, `[n, classes]`; undefined where there is only one logit
 * @returns `[n, 1]`
 */
export const logitOf = (logits: Tensor2D, classes: Tensor2D | undefined): Tensor2D =>
  classes ? tf.sum<Tensor2D>(tf.mul(logits, classes), 1, true) : logits;

/**
 * Classes as rows with a 1.
 *
 * @param labels - int32 `[n]`
 * @param classes - how many there are
 * @returns float32 `[n, classes]`; cast, because the wasm backend's `oneHot` is right for int32 only
 */
export const classRows = (labels: tf.Tensor1D, classes: number): Tensor2D =>
  tf.cast(tf.oneHot(labels, classes), 'float32') as Tensor2D;

/**
 * The classes that latent codes stand for in a conditional training: the largest of a code's first numbers, one for each class, so
 * that of codes from N(0, I) all classes are equally frequent.
 *
 * @param z - `[n, latentSize]`
 * @param classes - how many
 * @returns rows with a 1 at the class, `[n, classes]`
 */
export const latentClasses = (z: Tensor, classes: number): Tensor2D =>
  classRows(tf.argMax(tf.slice(z, [0, 0], [z.shape[0], classes]), 1), classes);

/** Computes the gradients of a generator and a discriminator, synchronously and inside a `tf.tidy`. */
export interface GanEngine {
  /** `chain` for hand-written derivatives, `tape` for TensorFlow.js' tape. */
  readonly kind: 'chain' | 'tape';
  /** Images of latent codes, `[n, latentSize]`. */
  readonly generate: (z: Tensor2D) => Generated;
  /** For the discriminator's step. */
  readonly discriminatorGradients: (real: Tensor, fake: Tensor, extra?: DiscriminatorExtras) => DiscriminatorGradients;
  /** For the generator's step, with the current discriminator; given the classes of the images, as {@link latentClasses} has them, where that is at hand. */
  readonly generatorGradients: (generated: Generated, classes?: Tensor2D) => GeneratorGradients;
}
