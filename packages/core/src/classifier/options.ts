import { boolean, checkedBy, choice, list, optionsTable, text } from '@interp/checks';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { checkBounds } from '../checks/classifiers.js';
import type { Network } from '../network/network.js';
import type { Returns } from '../network/parts/scores-of-values.js';

/** Options of {@link classifier}: what it cannot infer from the model. */
export interface ClassifierOptions {
  /** Lowest and highest value that an input may have; methods refuse others. Default `[-1, 1]`; `[-Infinity, Infinity]` for none. */
  readonly bounds?: readonly [low: number, high: number];
  /** Shape of one input, without the batch. Required for functions and for models with an open dimension. */
  readonly inputShape?: readonly number[];
  /** The output that is meant, by its name, of a model of several. Default the only one. */
  readonly output?: string;
  /** Number of classes. Required for functions; inferred from a model. */
  readonly classes?: number;
  /**
   * What the source returns for each class. One column of logits or probabilities is two classes, 0 and 1.
   *
   * By default, a `tf.LayersModel` is judged by its last activation: a single unit without a sigmoid returns values, several units return
   * logits. A graph model or function is run on a few seeded inputs: rows of numbers from 0 to 1 that sum to 1 are probabilities, and numbers
   * beyond 0 and 1 are logits; any others have to be declared. The same is done with a `tf.LayersModel` whose softmax or sigmoid is followed by
   * layers through which scores cannot be read.
   */
  readonly returns?: Returns;
  /**
   * Whether the classifier of a `tf.LayersModel` is compared with `model.predict` on one seeded input when it is made, to 1e-4 of the largest
   * output. Costs one forward pass, once a model. Default true.
   */
  readonly check?: boolean;
}

/** Checks of {@link ClassifierOptions}. */
export const classifierOptions = optionsTable<ClassifierOptions>()({
  bounds: { ...checkedBy<readonly [low: number, high: number]>(checkBounds), default: [-1, 1] },
  inputShape: list<readonly number[]>(),
  output: text(),
  classes: checkedBy<number>(() => undefined),
  returns: choice(['logits', 'probabilities', 'sigmoid', 'values']),
  check: boolean({ default: true }),
});

/** Options that were checked. */
export type CheckedClassifierOptions = ReturnType<typeof classifierOptions.withDefaults>;

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
