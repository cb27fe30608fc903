import type * as tf from '@tensorflow/tfjs-core';
import type { KernelChange } from '../maps/kernel-change.js';

/**
 * One step of a {@link Trace}, as rules get it. A layer with an activation gives two steps of the same name, one of kind
 * `linear` and one of kind `activation`; a separable convolution gives two linear ones.
 */
export interface TracedLayer {
  /** The layer's name in the model, with the models that it is nested in as prefix (`encoder/conv1`); `#2` marks its second use. */
  readonly name: string;
  /** The layer's class: `Conv2D`, `Dense`, `Add`, … */
  readonly type: string;
  /**
   * What the step does: a weighted sum and a bias (`linear`: dense, convolutions, average pooling, batch normalisation), an
   * `activation`, the first maximum of each window (`max-pooling`), copying values to other positions (`reshaping`), combining several
   * inputs (`merging`), multiplying two (`product`: elementwise, of matrices, a quotient), or another `function`, as a normalisation of each image.
   */
  readonly kind: 'linear' | 'activation' | 'max-pooling' | 'reshaping' | 'merging' | 'product' | 'function';
  /** Whether it is a dense layer or convolution with no other between it and the model's input. */
  readonly isFirst: boolean;
  /** Whether it is a dense layer or convolution with no other between it and the model's output. */
  readonly isLast: boolean;
  /** Whether it only scales values elementwise: batch normalisation and rescaling. */
  readonly isScale: boolean;
  /** The name of the activation (`relu`, `sigmoid`, …), for steps of that kind. */
  readonly activation: string | undefined;
  /** The step's output, `[n, ...]`; for a linear step with bias, before any activation. Borrowed. */
  readonly output: tf.Tensor;
  /**
   * The weights of a weighted sum, in the layout of the layer (`[height, width, in, out]`, `[in, out]`, …); for average pooling the
   * weight of each cell, for an addition 1. Borrowed. Undefined for steps without weights.
   */
  readonly kernel: tf.Tensor | undefined;
  /** The bias of a weighted sum, of a shape that broadcasts to the output's. Borrowed. Undefined for steps without a bias. */
  readonly bias: tf.Tensor | undefined;
  /**
   * Applies the step as a linear map, without its bias. For `linear`, `merging` and `reshaping` steps.
   *
   * @param x - of the shape of the step's input, or one image of it, `[1, ...]`; borrowed
   * @param change - a kernel in place of the layer's own
   * @returns of the shape of the output
   * @throws InterpError `bad-option` for a step that is not linear
   */
  map(x: tf.Tensor, change?: KernelChange): tf.Tensor;
  /**
   * The transpose of {@link TracedLayer.map}.
   *
   * @param y - of the shape of the step's output, or one image of it, `[1, ...]`; borrowed
   * @param change - a kernel in place of the layer's own
   * @returns of the shape of the input
   * @throws InterpError `bad-option` for a step that is not linear
   */
  transpose(y: tf.Tensor, change?: KernelChange): tf.Tensor;
  /**
   * The sums of the positive and of the negative products z_ij = x_i w_ij, separately.
   *
   * @param x - of the shape of the step's input; borrowed
   * @returns `[..., 2, channels]` where the output is `[..., channels]`: Σ_i max(z_ij, 0), then Σ_i min(z_ij, 0)
   * @throws InterpError `bad-option` for a step that is not linear
   */
  signedSums(x: tf.Tensor): tf.Tensor;
  /**
   * Distributes shares backwards along the products: Σ_j max(z_ij, 0) p_j + min(z_ij, 0) q_j.
   *
   * @param x - of the shape of the step's input; borrowed
   * @param shares - p and q, `[..., 2, channels]`; borrowed
   * @returns of the shape of the input
   * @throws InterpError `bad-option` for a step that is not linear
   */
  distribute(x: tf.Tensor, shares: tf.Tensor): tf.Tensor;
  /**
   * Shares relevance along the products in proportion to their sizes, α times that of a unit among its positive and -β times among its negative products, or all of it among those of
   * the only sign: `signedSums` and `distribute` in one.
   *
   * @param x - the step's input; borrowed
   * @param relevance - of the step's output; borrowed
   * @param factors - α and β
   * @returns the relevance of the input and, where units have no products, theirs, which is not in it; undefined where the backend has no
   *   kernel for it
   * @throws InterpError `bad-option` for a step that is not linear
   */
  shareBySign(
    x: tf.Tensor,
    relevance: tf.Tensor,
    factors: { readonly alpha: number; readonly beta: number },
  ): { readonly relevance: tf.Tensor; readonly even: tf.Tensor | undefined } | undefined;
  /**
   * The vector-Jacobian product of the step, of any kind: the gradient of its input, given that of its output.
   *
   * @param dy - of the shape of the output; borrowed
   * @returns of the shape of the input
   */
  vjp(dy: tf.Tensor): tf.Tensor;
  /**
   * {@link TracedLayer.vjp} with what only gates or normalises held constant: the other factor of a `product` if it ends in a sigmoid or a softmax, a
   * divisor, the deviation of layer normalisation. Undefined for other steps.
   */
  readonly signal: ((dy: tf.Tensor) => tf.Tensor) | undefined;
  /**
   * The bounds of this step's input, derived from those of the model's input: for the first layer, with only normalisation,
   * padding or reshaping before it.
   *
   * @param low - lowest value of the model's input
   * @param high - its highest value
   * @returns the lower and the upper bounds, `[1, ...]` each, owned by the caller; undefined for other steps
   */
  inputBounds(low: number, high: number): readonly [low: tf.Tensor, high: tf.Tensor] | undefined;
  /** Names of its inputs among the values of the run. */
  readonly inputs: readonly string[];
  /** Name of its output. */
  readonly outputs: readonly string[];
  /** Shapes of its inputs, with the batch. */
  readonly inputShapes: readonly (readonly number[])[];
  /** Its input; several inputs are merged into one tensor. */
  mergedInput(): tf.Tensor;
  /**
   * Splits a tensor of the shape of {@link TracedLayer.mergedInput}.
   *
   * @param whole - of the shape of the merged input; borrowed
   * @returns a tensor of the shape of each input
   */
  splitInput(whole: tf.Tensor): readonly tf.Tensor[];
}

/**
 * How relevance (or a gradient) passes backwards through one step: a function of the step, its input and the relevance of its output, which returns
 * the relevance of its input. It runs inside `tf.tidy`.
 *
 * @param layer - the step
 * @param input - the step's input, `[n, ...]`; several inputs of a merging step are merged into one tensor, along axis 1 for sums
 *   and the layer's own axis for concatenation; borrowed
 * @param relevance - relevance of the output, of its shape; borrowed
 * @returns of the shape of `input`; may be `relevance` itself
 */
export type Rule<Layer extends TracedLayer = TracedLayer> = (
  layer: Layer,
  input: tf.Tensor,
  relevance: tf.Tensor,
) => tf.Tensor;

/**
 * The gradient as a rule: every step's vector-Jacobian product, so that {@link backward} gives the derivative of the output times the
 * start.
 *
 * @param layer - the step
 * @param _input - not used
 * @param arriving - the derivative with respect to its output; borrowed
 * @returns the derivative with respect to its input
 */
export const gradientRule: Rule = (layer, _input, arriving) => layer.vjp(arriving);
