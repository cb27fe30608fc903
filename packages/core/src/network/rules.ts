import type * as tf from '@tensorflow/tfjs-core';
import type { KernelChange } from './maps/kernel-change.js';

/**
 * One step of a {@link Trace} as a rule sees it. A layer with an activation of its own makes two steps of the same name: one of
 * kind `linear`, one of kind `activation`; a separable convolution makes two linear ones.
 */
export interface WalkLayer {
  /** The layer's name in the model, after those of the models that it is nested in: `encoder/conv1`; `#2` marks its second use. */
  readonly name: string;
  /** The layer's class: `Conv2D`, `Dense`, `Add`, … */
  readonly type: string;
  /**
   * What the step does: a weighted sum and a bias (`linear`: dense, convolutions, average pooling, batch normalisation), an
   * `activation`, max-`pooling`, copying to other places (`reshaping`), or making one of several inputs (`merging`).
   */
  readonly kind: 'linear' | 'activation' | 'pooling' | 'reshaping' | 'merging';
  /** Whether it is a dense layer or convolution with no other between it and the model's input. */
  readonly isFirst: boolean;
  /** Whether it is a dense layer or convolution with no other between it and the model's output. */
  readonly isLast: boolean;
  /** Whether it multiplies each value by a number of its own: batch normalisation and rescaling. */
  readonly isScale: boolean;
  /** The name of the activation (`relu`, `sigmoid`, …), for steps of that kind. */
  readonly activation: string | undefined;
  /** What the step returned, `[n, ...]`: a linear step's sum with its bias, before any activation. Borrowed. */
  readonly output: tf.Tensor;
  /**
   * The weights of a weighted sum, in the layout of the layer (`[height, width, in, out]`, `[in, out]`, …); of average pooling the
   * share of each cell, of an addition 1. Borrowed. Undefined for steps that have none.
   */
  readonly kernel: tf.Tensor | undefined;
  /** What is added to a weighted sum, of a shape that broadcasts to the output's. Borrowed. Undefined for steps that add nothing. */
  readonly bias: tf.Tensor | undefined;
  /**
   * The step as a linear map, without its bias: of `linear`, `merging` and `reshaping` steps.
   *
   * @param x - of the shape of the step's input, or one image of it, `[1, ...]`; borrowed
   * @param change - a kernel in place of the layer's own
   * @returns of the shape of the output
   * @throws InterpError `bad-option` for a step that is not linear
   */
  map(x: tf.Tensor, change?: KernelChange): tf.Tensor;
  /**
   * The transpose of {@link WalkLayer.map}.
   *
   * @param y - of the shape of the step's output, or one image of it, `[1, ...]`; borrowed
   * @param change - a kernel in place of the layer's own
   * @returns of the shape of the input
   * @throws InterpError `bad-option` for a step that is not linear
   */
  transpose(y: tf.Tensor, change?: KernelChange): tf.Tensor;
  /**
   * The sums of the positive and of the negative products z_ij = x_i w_ij apart.
   *
   * @param x - of the shape of the step's input; borrowed
   * @returns `[..., 2, channels]` where the output is `[..., channels]`: Σ_i max(z_ij, 0), then Σ_i min(z_ij, 0)
   * @throws InterpError `bad-option` for a step that is not linear
   */
  signedSums(x: tf.Tensor): tf.Tensor;
  /**
   * Gives shares back along the products: Σ_j max(z_ij, 0) p_j + min(z_ij, 0) q_j.
   *
   * @param x - of the shape of the step's input; borrowed
   * @param shares - p and q, `[..., 2, channels]`; borrowed
   * @returns of the shape of the input
   * @throws InterpError `bad-option` for a step that is not linear
   */
  distribute(x: tf.Tensor, shares: tf.Tensor): tf.Tensor;
  /**
   * The vector-Jacobian product of any step: how a gradient goes through it.
   *
   * @param dy - of the shape of the output; borrowed
   * @returns of the shape of the input
   */
  pullBack(dy: tf.Tensor): tf.Tensor;
  /**
   * The bounds of this step's input where those of the model's input are known: for the first layer, under any normalisation,
   * padding or reshaping before it.
   *
   * @param low - lowest value of the model's input
   * @param high - its highest value
   * @returns the bounds, one image each, `[1, ...]`, the caller's; undefined for steps with more than that between them and the input
   */
  inputBounds(low: number, high: number): readonly [low: tf.Tensor, high: tf.Tensor] | undefined;
  /** Names of its inputs among the values of the run. */
  readonly inputs: readonly string[];
  /** Name of its output. */
  readonly outputs: readonly string[];
  /** Shapes of its inputs, with the batch. */
  readonly inputShapes: readonly (readonly number[])[];
  /** Its input; several ones gathered. */
  gathered(): tf.Tensor;
  /**
   * Takes apart what {@link WalkLayer.gathered} put together.
   *
   * @param whole - of the shape of the gathered input; borrowed
   * @returns a tensor of the shape of each input
   */
  part(whole: tf.Tensor): readonly tf.Tensor[];
}

/**
 * How relevance (or a gradient) passes one step of the walk: given the step, its input, and what has arrived at its output, what
 * arrives at its input. It runs inside `tf.tidy`.
 *
 * @param layer - the step
 * @param input - the step's input, `[n, ...]`; several inputs of a merging step are gathered into one tensor, along axis 1 for sums
 *   and the layer's own axis for concatenation; borrowed
 * @param relevance - what has arrived, of the shape of the output; borrowed
 * @returns of the shape of `input`; may be `relevance` itself
 */
export type Rule<Layer extends WalkLayer = WalkLayer> = (
  layer: Layer,
  input: tf.Tensor,
  relevance: tf.Tensor,
) => tf.Tensor;

/**
 * The gradient as a rule: every step's vector-Jacobian product, so that {@link backward} gives the derivative of the output times the
 * start.
 *
 * @param layer - the step
 * @param _input - not looked at
 * @param arriving - the derivative with respect to its output; borrowed
 * @returns the derivative with respect to its input
 */
export const gradientRule: Rule = (layer, _input, arriving) => layer.pullBack(arriving);
