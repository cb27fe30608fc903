import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Network } from '../network/network.js';

/** Options of {@link classifier}: what it cannot infer from the model. */
export interface ClassifierOptions {
  /** Lowest and highest value that an input may have; methods refuse others. Default `[-1, 1]`; `[-Infinity, Infinity]` for none. */
  readonly bounds?: readonly [low: number, high: number];
  /** Shape of one input, without the batch. Required for functions and for models with an open dimension. */
  readonly inputShape?: readonly number[];
  /** Number of classes. Required for functions; inferred from a model. */
  readonly classes?: number;
  /**
   * What a graph model or function returns; of `'probabilities'` the logarithm is taken. Default `'logits'`. Ignored for a
   * `tf.LayersModel`, whose last activation decides.
   */
  readonly returns?: 'logits' | 'probabilities';
}

/** The part of `tf.GraphModel` that {@link classifier} uses, so that the converter need not be installed. */
export interface GraphModelLike {
  /** The model's inputs; a shape may be missing or have -1 for an open dimension. */
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

/** What {@link classifier} accepts. */
export type ClassifierSource = LayersModel | Network | GraphModelLike | ((x: Tensor) => Tensor2D);
