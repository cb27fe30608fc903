import { number, optionsTable } from '@interp/checks';
import { repeatable } from '@interp/training/internal';
import type * as tf from '@tensorflow/tfjs-core';

/** Samples the current model for a trainer. Its tensors are disposed of after the step. */
export interface ChainSampler {
  /**
   * Visible units given hidden ones.
   *
   * @param h - hidden states, 0 or 1, `[n, N]`
   * @param betas - inverse temperature of each chain, which the weights are multiplied by; default 1 for all
   * @returns scaled visible units, `[n, M]`
   */
  visible(h: tf.Tensor2D, betas?: Float32Array): tf.Tensor2D;
  /**
   * The inputs of the hidden units from visible ones, without biases.
   *
   * @param x - scaled visible units, `[n, M]`
   * @returns `[n, N]`
   */
  inputs(x: tf.Tensor2D): tf.Tensor2D;
  /**
   * Draws hidden units given their inputs.
   *
   * @param xw - from {@link ChainSampler.inputs}
   * @param betas - inverse temperature of each chain, which the logits are multiplied by; default 1 for all
   * @returns states, 0 or 1, `[n, N]`
   */
  hidden(xw: tf.Tensor2D, betas?: Float32Array): tf.Tensor2D;
  /**
   * Loads persistent hidden states.
   *
   * @param states - 0 or 1, row by row
   * @returns `[n, N]`
   */
  load(states: Float32Array): tf.Tensor2D;
  /**
   * Stores hidden states.
   *
   * @param h - states
   * @param states - receives them
   */
  keep(h: tf.Tensor2D, states: Float32Array): void;
  /**
   * The part of -E that depends on the hidden units, for each chain.
   *
   * @param xw - from {@link ChainSampler.inputs}
   * @param h - states
   * @returns one number per chain
   */
  interaction(xw: tf.Tensor2D, h: tf.Tensor2D): Float64Array;
  /** n random numbers from 0 to 1, `[n]`. */
  uniforms(n: number): tf.Tensor1D;
}

/** Samples for the model term of the gradient. Its tensors are disposed of after the step. */
export interface NegativePhase {
  /** Scaled visible units, `[n, M]`. */
  readonly x: tf.Tensor2D;
  /** Their inputs to the hidden units, `[n, N]`. */
  readonly xw: tf.Tensor2D;
}

/** Approximates the model's expectation in the gradient. A new trainer is a function that returns one of these. */
export interface RbmTrainer {
  /** Its name, for messages and checkpoints. */
  readonly name: string;
  /** Its settings; a checkpoint stores them and is refused with others. */
  readonly settings: Readonly<Record<string, number>>;
  /** Number of persistent chains. */
  readonly chains: number;
  /**
   * Samples the model.
   *
   * @param sampler - samples the current model
   * @param positive - hidden states drawn from the data, 0 or 1, `[batch, N]`
   * @param states - the persistent hidden states, 0 or 1, `[chains, N]` row by row; changed in place
   * @returns samples
   */
  readonly negative: (sampler: ChainSampler, positive: tf.Tensor2D, states: Float32Array) => NegativePhase;
}

/** Options of {@link contrastiveDivergence}. */
export interface ContrastiveDivergenceOptions {
  /** Gibbs steps at each training step. Default 1. */
  readonly k?: number;
}

/** Checks and defaults of {@link ContrastiveDivergenceOptions}. */
export const contrastiveDivergenceOptions = optionsTable<ContrastiveDivergenceOptions>()({
  k: number({ min: 1, integer: true, default: 1 }),
});

/**
 * Contrastive divergence, CD-k (thesis, section 2.2.2.1; Hinton 2002): k Gibbs steps from the data of the batch.
 *
 * @param options - k
 * @returns the trainer
 * @throws InterpError `bad-option` for a k below 1
 */
export const contrastiveDivergence = (options?: ContrastiveDivergenceOptions): RbmTrainer => {
  const { k } = contrastiveDivergenceOptions.withDefaults(options);
  return repeatable<RbmTrainer>({
    name: 'cd',
    settings: { k },
    chains: 0,
    negative: (sampler, positive) => {
      let h = positive;
      for (let step = 1; ; step++) {
        const x = sampler.visible(h);
        const xw = sampler.inputs(x);
        if (step === k) return { x, xw };
        h = sampler.hidden(xw);
      }
    },
  });
};

/** Options of {@link persistentDivergence}. */
export interface PersistentDivergenceOptions extends ContrastiveDivergenceOptions {
  /** Number of persistent chains. Default 64. */
  readonly chains?: number;
}

/** Checks and defaults of {@link PersistentDivergenceOptions}. */
export const persistentDivergenceOptions = optionsTable<PersistentDivergenceOptions>()({
  ...contrastiveDivergenceOptions.rules,
  chains: number({ min: 1, integer: true, default: 64 }),
});

/**
 * Persistent contrastive divergence (Tieleman 2008): the chains continue from step to step. It gives better densities than CD,
 * whose short chains leave states that they never visit likely.
 *
 * @param options - k and chains
 * @returns the trainer
 * @throws InterpError `bad-option` for a k or chains below 1
 */
export const persistentDivergence = (options?: PersistentDivergenceOptions): RbmTrainer => {
  const { k, chains } = persistentDivergenceOptions.withDefaults(options);
  return repeatable<RbmTrainer>({
    name: 'pcd',
    settings: { k, chains },
    chains,
    negative: (sampler, _, states) => {
      let h = sampler.load(states);
      let last: NegativePhase | undefined;
      for (let step = 1; step <= k; step++) {
        const x = sampler.visible(h);
        last = { x, xw: sampler.inputs(x) };
        h = sampler.hidden(last.xw);
      }
      sampler.keep(h, states);
      return last!;
    },
  });
};
