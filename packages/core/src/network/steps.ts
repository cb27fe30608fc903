import type * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';
import type { Window } from './maps/conv-geometry.js';
import type { FusedActivation, LinearMap } from './maps/linear-map.js';
import type { Weight } from './maps/weights.js';

/**
 * How a step is computed in double precision, for who decides on which side of a kink a value lies: a weighted sum over a window of an
 * NHWC image or, without a window, over a vector; the maximum of a window, the first of equal ones; an activation; the same values in
 * another shape.
 */
export type Float64Form =
  | {
      readonly kind: 'weighted-sum';
      /** `[inputs, units]`, or `[height, width, channels, filters]`. */
      readonly kernel: Weight;
      /** One number per unit or filter. */
      readonly bias?: Weight;
      /** How the filter moves. Missing for a dense layer. */
      readonly window?: Window;
    }
  | {
      readonly kind: 'maximum';
      /** Rows and columns of a window, given the NHWC shape of the images. */
      readonly size: (inputShape: readonly number[]) => readonly [rows: number, columns: number];
      /** How it moves. */
      readonly window: Window;
    }
  | {
      readonly kind: 'copy';
      /** The shape of its output, given that of its input, both with the batch. */
      readonly shape: (inputShape: readonly number[]) => readonly number[];
    }
  | { readonly kind: 'relu' | 'sigmoid' | 'tanh' };

/**
 * The derivatives of a step whose weights are trained, written out: no tape is needed, and nothing is prepared and kept, because the
 * weights change from run to run. All of it runs inside a `tf.tidy`.
 */
export interface TrainingPass {
  /** Kernel and, where there is one, bias; empty for a step without weights. */
  readonly weights: readonly LayerVariable[];
  /** Runs the step, where training uses other kernels than the operator, whose last bits differ: a convolution adds its bias apart. */
  readonly forward?: (x: tf.Tensor) => tf.Tensor;
  /** Carries a derivative from the output `y` to the input `x`. */
  readonly back: (dy: Tensor, x: Tensor, y: Tensor) => Tensor;
  /**
   * Carries a small change of the input to the output. Only where the step is linear on either side of 0, so that its own derivative
   * does not change with the input: missing for a tanh, say.
   */
  readonly push?: (dx: Tensor, y: Tensor) => Tensor;
  /** The derivative with respect to the kernel, given the input and the derivative at the output; missing without weights. */
  readonly kernelGradient?: (x: Tensor, dy: Tensor) => Tensor;
}

/** Cells above and below, left and right. */
export type Sides = readonly [rows: readonly [number, number], columns: readonly [number, number]];

/** What a step saw in a run, for its vector-Jacobian product. */
export interface Seen {
  /** Its input; several ones gathered. May be missing for fused activations, whose derivative their output tells. */
  readonly x: tf.Tensor | undefined;
  /** Its output. */
  readonly y: tf.Tensor;
  /** The shape of its input, with the batch. */
  readonly inputShape: readonly number[];
}

/**
 * A primitive operation, and what it can do: all can run forward, each other capability is there or missing, and the engines ask for it.
 * Nothing but `layers/` makes operators.
 */
export interface Operator {
  /** What it does; `opaque` where only the layer itself knows. */
  readonly kind: 'linear' | 'activation' | 'pooling' | 'reshaping' | 'merging' | 'opaque';
  /** Runs it over its inputs, one but for `merging` and `opaque` operators; borrowed. */
  readonly forward: (inputs: readonly tf.Tensor[]) => readonly tf.Tensor[];
  /** Vector-Jacobian product: the derivative with respect to the (gathered) input, given that with respect to the output. */
  readonly pullBack?: (dy: tf.Tensor, seen: Seen) => tf.Tensor;
  /** Why no walk goes back through it, a sentence for people; missing where one can. */
  readonly refusal?: string;
  /** Puts several inputs into one tensor, batch first, and takes such a tensor apart again. */
  readonly merge?: Merge;
  /** It as a linear map without its bias: transposed map, signed sums, changed kernels. */
  readonly map?: LinearMap;
  /** What is added to the map's result, of a shape that broadcasts to the output's. */
  readonly bias?: Weight;
  /** Derivatives for weights that are trained. */
  readonly training?: TrainingPass;
  /** How it is computed in double precision. */
  readonly float64?: Float64Form;
  /** The name of an activation: `relu`, `sigmoid`, `softmax`, … */
  readonly activation?: string;
  /** The name under which kernels apply an activation as they write; its derivative then needs no input. */
  readonly fused?: FusedActivation;
  /** Whether it acts on each value and never falls as that rises, so that it may as well follow max-pooling. */
  readonly isIncreasing?: boolean;
  /** The factors, where it multiplies each value on its own: batch normalisation and rescaling. */
  readonly scale?: Weight;
  /** Whether those factors are one per channel of the last axis. */
  readonly perChannel?: boolean;
  /** The same with a batch normalisation over its channels folded into it; dense layers and convolutions have it. */
  readonly withScale?: (scale: Weight, shift: Weight) => Operator;
  /** The same with rows and columns of zeros around its input; undefined where that cannot be done. */
  readonly withPadding?: (padding: Sides) => Operator | undefined;
  /** Rows and columns of zeros that it puts around an NHWC image, if that is all it does. */
  readonly padding?: Sides;
}

/** How several inputs become one. */
export interface Merge {
  /** Puts the inputs into one tensor, batch first. */
  readonly gather: (inputs: readonly tf.Tensor[]) => tf.Tensor;
  /** Takes such a tensor apart again, given the shapes of the inputs. */
  readonly part: (gathered: tf.Tensor, shapes: readonly (readonly number[])[]) => readonly tf.Tensor[];
  /** The shape of the gathered tensor, given that of the output and the number of inputs. */
  readonly shape: (outputShape: readonly number[], inputs: number) => readonly number[];
}

/** One use of a layer of the user's model. */
export interface LayerUse {
  /** The layer's name, after the names of the models that it is nested in (`encoder/conv1`); `#2` marks its second use. */
  readonly name: string;
  /** The layer's class: `Conv2D`, `Dense`, … */
  readonly type: string;
}

/** One primitive step of a network: which named values it takes, which it makes. */
export interface Step {
  /** What it does. */
  readonly operator: Operator;
  /** The names of its inputs. */
  readonly inputs: readonly string[];
  /** The names of its outputs; one but for some `opaque` steps. */
  readonly outputs: readonly string[];
  /** The use of a layer that it belongs to; several steps may make one. */
  readonly layer: LayerUse;
}

/** Steps from one value to another, in an order in which they can be run: what engines run and go back through. */
export interface StepGraph {
  /** The steps. */
  readonly steps: readonly Step[];
  /** The name of the value that they begin with. */
  readonly input: string;
  /** The name of the value that they end with. */
  readonly output: string;
}
