import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Classifier, Random } from '@interp/core';

/** The time of a batch in an adversarial training, and its random number generator. */
export interface AdversarialContext {
  /**
   * Epochs done so far, including the fraction of the current one, for strengths that grow. Infinity means full
   * strength, as for validation images.
   */
  readonly epochs: number;
  /** The source of all random numbers; a checkpoint keeps its state. */
  readonly random: Random;
}

/**
 * A method of adversarial training: it makes adversarial examples against the current network, which replace the images of each batch.
 * A value without state: `train` of `@interp/lenet` takes it as an option, and `@interp/adversarial` has some.
 */
export interface AdversarialTraining {
  /** Its name, for messages and checkpoints. */
  readonly name: string;
  /** Its settings; a checkpoint stores them and is refused with others. */
  readonly settings: Readonly<Record<string, number | string>>;
  /**
   * Makes an adversarial example of each image.
   *
   * @param classifier - the network as it is now; borrowed
   * @param x - the images, `[n, ...inputShape]`; borrowed
   * @param labels - the class of each, `[n]`; where the data have `labelSets`, a list of all classes of each
   * @param context - the time, and the source of random numbers
   * @returns the examples, of the shape of `x`, which belong to the caller
   * @throws InterpError `bad-value` for images out of the bounds, `not-finite` if the network's scores or gradients are not finite
   */
  readonly examples: (
    classifier: Classifier,
    x: Tensor,
    labels: Int32Array | readonly (readonly number[])[],
    context: AdversarialContext,
  ) => Tensor;
  /**
   * A loss of images and examples together, which replaces the training's loss on the examples. Default none.
   *
   * @param logits - scores of the images and then of their examples, `[2n, classes]`; borrowed
   * @param wanted - one-hot labels, `[n, classes]`; borrowed
   * @returns the mean over the n images and its derivative, `[2n, classes]`; they belong to the caller
   */
  readonly loss?: (logits: Tensor2D, wanted: Tensor2D) => { readonly value: Scalar; readonly gradient: Tensor2D };
  /** The same for a model whose classes have probabilities of their own, by a sigmoid each. Default `loss`. */
  readonly lossOfEachClass?: AdversarialTraining['loss'];
}
