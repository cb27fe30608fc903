import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Classifier } from '../contracts.js';
import type { Random } from '../random/random.js';

/** When a batch of an adversarial training comes, and where its randomness comes from. */
export interface AdversarialContext {
  /**
   * Epochs done by then, the part of the present one included: what a strength that grows goes by. Infinity where the full strength is
   * meant, as on validation images.
   */
  readonly epochs: number;
  /** Where all randomness comes from; a checkpoint keeps its state. */
  readonly random: Random;
}

/**
 * What a network is trained on instead of a batch: examples made against the network as it then is. A value without state:
 * trainings take one as an option, `@interp/adversarial` makes them, and neither knows the other.
 */
export interface AdversarialTraining {
  /** Its name, for messages and checkpoints. */
  readonly name: string;
  /** Its settings; a checkpoint stores them and is refused with others. */
  readonly settings: Readonly<Record<string, number | string>>;
  /**
   * Makes an example of each image.
   *
   * @param classifier - the network as it is now; borrowed
   * @param x - the images, `[n, ...inputShape]`; borrowed
   * @param labels - the class of each, `[n]`
   * @param context - when, and the source of random numbers
   * @returns the examples, of the shape of `x`, which belong to the caller
   * @throws InterpError `bad-value` for images out of the bounds, `not-finite` where the network's scores or gradients are no numbers
   */
  readonly examples: (classifier: Classifier, x: Tensor, labels: Int32Array, context: AdversarialContext) => Tensor;
  /**
   * A loss of images and examples together, in place of the training's own on the examples alone. Default none.
   *
   * @param logits - scores of the images and then of their examples, `[2n, classes]`; borrowed
   * @param wanted - one-hot labels, `[n, classes]`; borrowed
   * @returns the mean over the n images and its derivative, `[2n, classes]`; they belong to the caller
   */
  readonly loss?: (logits: Tensor2D, wanted: Tensor2D) => { readonly value: Scalar; readonly gradient: Tensor2D };
}
