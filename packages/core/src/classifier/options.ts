import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Network } from '../network/network.js';

/** What {@link classifier} cannot read off the model itself. */
export interface ClassifierOptions {
  /** Lowest and highest value that an input may have. Default `[-1, 1]`. */
  readonly bounds?: readonly [low: number, high: number];
  /** Shape of one input, without the batch. Needed for functions and for models that leave a dimension open. */
  readonly inputShape?: readonly number[];
  /** Number of classes. Needed for functions; read off a model otherwise. */
  readonly classes?: number;
  /**
   * What a graph model or function returns; the logarithm is taken of `'probabilities'`. Default `'logits'`. A `tf.LayersModel`
   * says by its last activation what it returns.
   */
  readonly returns?: 'logits' | 'probabilities';
}

/** As much of a `tf.GraphModel` as {@link classifier} asks for, so that the converter need not be installed. */
export interface GraphModelLike {
  /** The model's inputs; a shape may be missing or hold -1 for what is open. */
  readonly inputs: readonly { readonly shape?: readonly number[] | undefined }[];
  /** The model's outputs, shapes as in `inputs`. */
  readonly outputs: readonly { readonly shape?: readonly number[] | undefined }[];
  /**
   * Runs the model.
   *
   * @param x - a batch
   * @returns its output
   */
  predict(x: Tensor): Tensor | Tensor[] | Record<string, Tensor>;
}

/** What a {@link Classifier} can be made of. */
export type ClassifierSource = LayersModel | Network | GraphModelLike | ((x: Tensor) => Tensor2D);
