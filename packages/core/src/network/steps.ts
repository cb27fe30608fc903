import type * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';
import type { Window } from './maps/conv-geometry.js';
import type { FusedActivation, LinearMap } from './maps/linear-map.js';
import type { Weight } from './maps/weights.js';

/**
 * How to compute a step in double precision, to decide on which side of a kink a value lies: a weighted sum over a window
 * of an NHWC image or, without a window, over a vector; the maximum of a window (the first of equal ones); an activation;
 * a reshape.
 */
export type Float64Form =
  | {
      readonly kind: 'weighted-sum';
      /** `[inputs, units]`, or `[height, width, channels, filters]`. */
      readonly kernel: Weight;
      /** One number per unit or filter. */
      readonly bias?: Weight;
      /** Strides and padding of the filter. Missing for a dense layer. */
      readonly window?: Window;
    }
  | {
      readonly kind: 'maximum';
      /** Rows and columns of a window, given the NHWC shape of the images. */
      readonly size: (inputShape: readonly number[]) => readonly [rows: number, columns: number];
      /** Its strides and padding. */
      readonly window: Window;
    }
  | {
      readonly kind: 'copy';
      /** The shape of its output, given that of its input, both with the batch. */
      readonly shape: (inputShape: readonly number[]) => readonly number[];
    }
  | { readonly kind: 'relu' | 'sigmoid' | 'tanh' };

/**
 * The derivatives of a step under training, written out so that no tape is needed. Nothing is cached, because the
 * weights change from run to run. Called inside `tf.tidy`.
 */
export interface TrainingPass {
  /** Kernel and, where there is one, bias; empty for a step without weights. */
  readonly weights: readonly LayerVariable[];
  /** The forward pass in training, if its kernels differ from the operator's and with them the last bits: a convolution adds its bias separately. */
  readonly forward?: (x: tf.Tensor) => tf.Tensor;
  /** The vector-Jacobian product: from the derivative with respect to the output `y` to that with respect to the input `x`. */
  readonly back: (dy: Tensor, x: Tensor, y: Tensor) => Tensor;
  /**
   * The Jacobian-vector product: from a small change of the input to that of the output. Only for piecewise
   * linear steps; missing for a tanh, for example.
   */
  readonly push?: (dx: Tensor, y: Tensor) => Tensor;
  /** The gradient of the kernel, given the input and the derivative with respect to the output; missing without weights. */
  readonly kernelGradient?: (x: Tensor, dy: Tensor) => Tensor;
}

/** Numbers of cells above and below, left and right. */
export type Sides = readonly [rows: readonly [number, number], columns: readonly [number, number]];

/** The values of a step in a run, for its vector-Jacobian product. */
export interface ForwardValues {
  /**
   * Its input; several inputs are merged, or only the first is given where the operator has a `map`, whose derivative needs none. May be
   * missing for fused activations, whose derivative depends on the output alone.
   */
  readonly x: tf.Tensor | undefined;
  /** Its output. */
  readonly y: tf.Tensor;
  /** The shape of its input, with the batch. */
  readonly inputShape: readonly number[];
}

/**
 * A primitive operation and its capabilities: every operator runs forward; each other capability may be missing, and its users check for
 * it. Operators are made only in `layers/`.
 */
export interface Operator {
  /**
   * The kind of operation; `opaque` for an unknown layer, which only runs forward. `max-pooling` is the first maximum of each window and nothing
   * else: it may change places with an activation that `isIncreasing`. A pooling that is a weighted sum is `linear` with a map (`maps/`). Any other is
   * several steps, as a mean of squares is an activation, a linear step and an activation; where that is impossible, it is `opaque`.
   */
  readonly kind: 'linear' | 'activation' | 'max-pooling' | 'reshaping' | 'merging' | 'product' | 'function' | 'opaque';
  /** Runs it over its inputs, one but for `merging` and `opaque` operators; borrowed. */
  readonly forward: (inputs: readonly tf.Tensor[]) => readonly tf.Tensor[];
  /** Vector-Jacobian product: the derivative with respect to the (merged) input, given that with respect to the output. */
  readonly vjp?: (dy: tf.Tensor, values: ForwardValues) => tf.Tensor;
  /** The same of each input, given their shapes, for a `merging` operator that need not merge them for it. */
  readonly vjps?: (dy: tf.Tensor, shapes: readonly (readonly number[])[]) => readonly tf.Tensor[];
  /**
   * The same with what only gates or normalises held constant, so that it is a linear map of the signal alone: of a `product` whose other factor ends
   * in a sigmoid or a softmax, of a quotient, of layer normalisation. The derivative with respect to what is held constant is 0. Of a table: from the
   * values of a row to its number.
   */
  readonly signal?: (dy: tf.Tensor, values: ForwardValues) => tf.Tensor;
  /** Whether it looks up rows of a table by whole numbers, as an embedding: there is no derivative, and relevance ends there. */
  readonly isTable?: boolean;
  /** Why it has no backward pass, a sentence for error messages; missing if it has one. */
  readonly refusal?: string;
  /** Merges several inputs into one tensor, batch first, and splits such a tensor. */
  readonly merge?: Merge;
  /** The linear map without its bias: transposed map, signed sums, changed kernels. */
  readonly map?: LinearMap;
  /** The bias, of a shape that broadcasts to the output's. */
  readonly bias?: Weight;
  /** Derivatives for training. */
  readonly training?: TrainingPass;
  /** How it is computed in double precision. */
  readonly float64?: Float64Form;
  /** The name of an activation: `relu`, `sigmoid`, `softmax`, … */
  readonly activation?: string;
  /** The name of an activation that kernels can fuse; its derivative depends on the output alone. */
  readonly fused?: FusedActivation;
  /** Whether it is elementwise and non-decreasing, so that it commutes with max-pooling. */
  readonly isIncreasing?: boolean;
  /** The factors of an elementwise scaling: batch normalisation and rescaling. */
  readonly scale?: Weight;
  /** For a batch normalisation, the shape in which its factors broadcast to its input: their number on the normalised axis, 1 on all others. */
  readonly scaleShape?: readonly number[];
  /** For a step that copies: turns factors of its output, given their shape, into factors of its input; undefined if copies of a value get different ones. */
  readonly scaleBefore?: (shape: readonly number[]) => EarlierScale | undefined;
  /** Folds a batch normalisation over its channels into it; for dense layers and convolutions. */
  readonly withScale?: (scale: Weight, shift: Weight) => Operator;
  /** Folds zero padding of its input into it; undefined if that is impossible. */
  readonly withPadding?: (padding: Sides) => Operator | undefined;
  /** For a step that only copies values: `all` if its output has each value of its input exactly once, `some` if it repeats or leaves out values. */
  readonly copies?: 'all' | 'some';
  /** The zero padding of an NHWC image, if that is all it does. */
  readonly padding?: Sides;
}

/** Factors of the input of a step that copies, which do what given factors of its output do. */
export interface EarlierScale {
  /** Their shape, with a size for each axis of the step's input. */
  readonly shape: readonly number[];
  /** Computes them from those of the output. */
  readonly of: (scale: tf.Tensor) => tf.Tensor;
}

/** How several inputs are merged into one tensor. */
export interface Merge {
  /** Merges the inputs into one tensor, batch first. */
  readonly join: (inputs: readonly tf.Tensor[]) => tf.Tensor;
  /** Splits such a tensor, given the shapes of the inputs. */
  readonly split: (merged: tf.Tensor, shapes: readonly (readonly number[])[]) => readonly tf.Tensor[];
  /** The shape of the merged tensor, given that of the output and the number of inputs. */
  readonly shape: (outputShape: readonly number[], inputs: number) => readonly number[];
}

/** One use of a layer of the user's model. */
export interface LayerUse {
  /** The layer's name, with the models that it is nested in as prefix (`encoder/conv1`); `#2` marks its second use. */
  readonly name: string;
  /** The layer's class: `Conv2D`, `Dense`, … */
  readonly type: string;
  /** Its main settings, as `3 × 3, stride 2`, where it is an operation of a graph. */
  readonly detail?: string;
  /** The shape of its output, the batch first and open, where no call tells. */
  readonly shape?: readonly (number | null)[];
  /** The names of the layers, and of the network's inputs, whose outputs it takes, where no call tells. */
  readonly inputs?: readonly string[];
  /** How many products with weights it computes for one input, where it is an operation of a graph. */
  readonly products?: number;
}

/** One primitive step of a network: an operator with the names of its input and output values. */
export interface Step {
  /** The operation. */
  readonly operator: Operator;
  /** The names of its inputs. */
  readonly inputs: readonly string[];
  /** The names of its outputs; only `opaque` steps may have several. */
  readonly outputs: readonly string[];
  /** The use of a layer that it belongs to; a layer may have several steps. */
  readonly layer: LayerUse;
}

/** Steps from one value to another, in execution order, for forward and backward passes. */
export interface StepGraph {
  /** The steps. */
  readonly steps: readonly Step[];
  /** The name of the input value. */
  readonly input: string;
  /** The name of the output value. */
  readonly output: string;
}
