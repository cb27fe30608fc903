import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Network } from './network/network.js';
import type { Probabilities } from './scores/probabilities.js';

/** Scores of a batch and their gradient; both tensors belong to the caller. */
export interface ScoresAndGradient {
  /** Logits, `[n, classes]`. */
  readonly logits: Tensor2D;
  /** The vector-Jacobian product, of the shape of the input. */
  readonly gradient: Tensor;
}

/**
 * Anything that gives each image of a batch one score per class. All methods of the packages accept it. {@link
 * classifier} makes one from a `tf.LayersModel`, a `tf.GraphModel` or a function.
 */
export interface Classifier {
  /** Shape of one input, without the batch: `[28, 28, 1]` for the LeNet. */
  readonly inputShape: readonly number[];
  /** Number of classes; for values, how many there are. */
  readonly classes: number;
  /**
   * Lowest and highest value that an input may have: methods refuse images that are more than 1e-4 beyond them. Infinite where there are
   * none; methods that need finite ones then ask for an option.
   */
  readonly bounds: readonly [low: number, high: number];
  /**
   * The network behind it, if its scores are those of `logits`: layer-wise methods need it, and integrated gradients and DeepFool
   * use it. Its `model` is the `tf.LayersModel` that it was made from. Leave it out of a classifier of your own that computes
   * other scores, such as one that preprocesses its images.
   */
  readonly network?: Network;
  /** How logits become probabilities. Default `'softmax'`. */
  readonly probabilities?: Probabilities;
  /**
   * Scores before any softmax. Pure and differentiable (`tf.grad` goes through it).
   *
   * @param x - a batch, `[n, ...inputShape]`; borrowed
   * @returns logits, `[n, classes]`, which belong to the caller
   */
  logits(x: Tensor): Tensor2D;
  /**
   * Logits and the gradient of any function of them with respect to the input, by one forward and one backward pass.
   *
   * @param x - a batch, `[n, ...inputShape]`; borrowed
   * @param start - given the logits (borrowed), the derivative of the function with respect to them, `[n, classes]`
   * @returns logits and gradient, which belong to the caller
   */
  gradient(x: Tensor, start: (logits: Tensor2D) => Tensor2D): ScoresAndGradient;
}

/** A density over inputs, known up to a constant factor: the expert of activation maximisation with an expert. */
export interface Density {
  /** Shape of one input, without the batch. */
  readonly inputShape: readonly number[];
  /**
   * Unnormalised log-density in nats. Differentiable.
   *
   * @param v - a batch, `[n, ...inputShape]`; borrowed
   * @returns `[n]`, which belongs to the caller
   */
  logDensity(v: Tensor): Tensor1D;
  /**
   * Its gradient with respect to the input, in closed form where there is one.
   *
   * @param v - a batch, `[n, ...inputShape]`; borrowed
   * @returns a tensor of the shape of `v`, which belongs to the caller
   */
  gradLogDensity(v: Tensor): Tensor;
}

/** A map from latent codes to inputs: the generator of activation maximisation with a decoder. */
export interface Decoder {
  /** Length of a latent code. */
  readonly latentSize: number;
  /** Shape of one output, without the batch. */
  readonly outputShape: readonly number[];
  /** Lowest and highest value of an output. */
  readonly bounds: readonly [low: number, high: number];
  /** The network behind it, if its output equals that of `decode`, up to the shape: gradients are computed layer by layer through it. */
  readonly network?: Network;
  /**
   * Decodes a batch of codes. Differentiable.
   *
   * @param z - latent codes, `[n, latentSize]`; borrowed
   * @returns `[n, ...outputShape]`, which belongs to the caller
   */
  decode(z: Tensor2D): Tensor;
}

/** Labelled images with access by index: the data of training and evaluation. */
export interface LabelledImages {
  /** Number of images. */
  readonly size: number;
  /** Shape of one image, without the batch. */
  readonly inputShape: readonly number[];
  /** The class of each image, `[size]`. */
  readonly labels: Uint8Array | Int32Array;
  /**
   * All classes of each image, for classifiers that decide each class by itself; `labels` then has one of them, or any where there is none.
   * Default: only `labels` are known.
   */
  readonly labelSets?: readonly (readonly number[])[];
  /**
   * A batch of some of the images.
   *
   * @param indices - which images, each from 0 to `size - 1`
   * @returns float32 `[indices.length, ...inputShape]`, which belongs to the caller
   */
  images(indices: ArrayLike<number>): Tensor;
}
