import type * as tf from '@tensorflow/tfjs-core';

/** What a trainer samples with: the machine as it is at this step. Its tensors go with the step. */
export interface ChainSampler {
  /**
   * Visible units given hidden ones.
   *
   * @param h - hidden states, 0 or 1, `[n, N]`
   * @param tempers - what the weights are multiplied by for each chain; default 1 for all
   * @returns scaled visible units, `[n, M]`
   */
  visible(h: tf.Tensor2D, tempers?: Float32Array): tf.Tensor2D;
  /**
   * What hidden units get from visible ones, without their biases.
   *
   * @param x - scaled visible units, `[n, M]`
   * @returns `[n, N]`
   */
  inputs(x: tf.Tensor2D): tf.Tensor2D;
  /**
   * Hidden units given what they get.
   *
   * @param xw - from {@link ChainSampler.inputs}
   * @param tempers - what their logits are multiplied by for each chain; default 1 for all
   * @returns states, 0 or 1, `[n, N]`
   */
  hidden(xw: tf.Tensor2D, tempers?: Float32Array): tf.Tensor2D;
  /**
   * Hidden states that were kept.
   *
   * @param states - 0 or 1, row by row
   * @returns `[n, N]`
   */
  load(states: Float32Array): tf.Tensor2D;
  /**
   * Keeps hidden states.
   *
   * @param h - states
   * @param states - where they are written to
   */
  keep(h: tf.Tensor2D, states: Float32Array): void;
  /**
   * The part of -E in which hidden units are, for each chain.
   *
   * @param xw - from {@link ChainSampler.inputs}
   * @param h - states
   * @returns one number per chain
   */
  interaction(xw: tf.Tensor2D, h: tf.Tensor2D): Float64Array;
  /** As many random numbers from 0 to 1, `[n]`. */
  uniforms(n: number): tf.Tensor1D;
}

/** Where the model's side of the gradient is taken. Its tensors go with the step. */
export interface NegativePhase {
  /** Scaled visible units, `[n, M]`. */
  readonly x: tf.Tensor2D;
  /** What the hidden units get from them, `[n, N]`. */
  readonly xw: tf.Tensor2D;
}

/** How the model's expectation in the gradient is approximated. A value: a new trainer is a new function that returns one of these. */
export interface RbmTrainer {
  /** What people call it. */
  readonly name: string;
  /** Its numbers; a checkpoint keeps them to notice others. */
  readonly settings: Readonly<Record<string, number>>;
  /** Chains whose hidden states are kept from step to step. */
  readonly chains: number;
  /**
   * Samples the model.
   *
   * @param sampler - the machine as it is now
   * @param positive - hidden states drawn from the data, 0 or 1, `[batch, N]`
   * @param states - the hidden states that are kept, 0 or 1, `[chains, N]` row by row; changed in place
   * @returns samples
   */
  readonly negative: (sampler: ChainSampler, positive: tf.Tensor2D, states: Float32Array) => NegativePhase;
}
