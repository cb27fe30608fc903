import type * as tf from '@tensorflow/tfjs-core';
import type { FusedActivation, LinearMap } from './maps/linear-map.js';
import type { Weight } from './maps/weights.js';

/** What a step of the walk does with its input. */
export type LayerKind = 'linear' | 'activation' | 'pooling' | 'reshaping' | 'merging';

/** A weighted sum of the input, and a bias: dense, convolution, average pooling, batch normalisation. */
export interface LinearOperator {
  /** Which kind. */
  readonly kind: 'linear';
  /** The weighted sum. */
  readonly map: LinearMap;
  /** What is added, of a shape that broadcasts to the output's. */
  readonly bias?: Weight;
  /** The factors, where it multiplies each value on its own: batch normalisation and rescaling. */
  readonly scale?: Weight;
  /** Whether those factors are one per channel of the last axis. */
  readonly perChannel?: boolean;
  /** The same with a batch normalisation over its channels folded into it, where that can be done. */
  readonly withScale?: (scale: Weight, shift: Weight) => LinearOperator;
  /** The same with rows and columns of zeros around its input, where that can be done. */
  readonly withPadding?: (
    padding: readonly [readonly [number, number], readonly [number, number]],
  ) => LinearOperator | undefined;
}

/** A non-linear function of each value, or along one axis. */
export interface ActivationOperator {
  /** Which kind. */
  readonly kind: 'activation';
  /** Its name: `relu`, `sigmoid`, `softmax`, … */
  readonly name: string;
  /** The function. */
  readonly apply: (x: tf.Tensor) => tf.Tensor;
  /** Its vector-Jacobian product, given input, output and the derivative with respect to the output. */
  readonly pullBack: (x: tf.Tensor | undefined, y: tf.Tensor, dy: tf.Tensor) => tf.Tensor;
  /** The name under which kernels apply it as they write; its derivative must then need no input. */
  readonly fused?: FusedActivation;
  /** Whether it acts on each value and never falls as that rises, so that it may as well follow max-pooling. */
  readonly isIncreasing?: boolean;
}

/** Max-pooling. */
export interface PoolingOperator {
  /** Which kind. */
  readonly kind: 'pooling';
  /** The largest value of each window. */
  readonly apply: (x: tf.Tensor) => tf.Tensor;
  /** Gives what arrives to the first maximum of each window. */
  readonly pullBack: (x: tf.Tensor, dy: tf.Tensor) => tf.Tensor;
}

/** A copy of the input in another order, shape or size. */
export interface ReshapingOperator {
  /** Which kind. */
  readonly kind: 'reshaping';
  /** The copy. */
  readonly apply: (x: tf.Tensor) => tf.Tensor;
  /** Adds each value to where it was copied from. */
  readonly transpose: (y: tf.Tensor, inputShape: readonly number[]) => tf.Tensor;
  /** Rows and columns of zeros that it puts around an NHWC image, if that is all it does. */
  readonly padding?: readonly [readonly [number, number], readonly [number, number]];
}

/** Several inputs made one: gathered in one tensor, then mapped linearly. */
export interface MergingOperator {
  /** Which kind. */
  readonly kind: 'merging';
  /** Puts the inputs into one tensor, batch first. */
  readonly gather: (inputs: readonly tf.Tensor[]) => tf.Tensor;
  /** Takes such a tensor apart again, given the shapes of the inputs. */
  readonly part: (gathered: tf.Tensor, shapes: readonly (readonly number[])[]) => tf.Tensor[];
  /** What is done with the gathered tensor; nothing for concatenation. */
  readonly map?: LinearMap;
}

/** One primitive step. */
export type Operator = LinearOperator | ActivationOperator | PoolingOperator | ReshapingOperator | MergingOperator;
