import type { Rule, TracedLayer } from '@interp/core';

/** How to treat biases: `drop` leaves them out of the denominators, `keep` gives each its share, which is then lost. */
export type BiasPolicy = 'drop' | 'keep';

/**
 * How to treat the relevance of empty branches, which have no contributions: `conserve` gives it to the other branch, or evenly to
 * all inputs; `paper` applies the formula as printed, so that it is lost or gained.
 */
export type EmptyBranchPolicy = 'conserve' | 'paper';

/** Relevance that a layer did not pass on, in units of the score, one number per image. Rules add to it. */
export interface Losses {
  /** Absorbed by biases. */
  readonly bias: Float64Array;
  /** Absorbed by the stabiliser in the denominators. */
  readonly stabiliser: Float64Array;
  /** Lost in an empty branch; negative if gained. */
  readonly empty: Float64Array;
}

/** A step of the backward pass, with the policies of this explanation and the losses that rules record. */
export interface LrpLayer extends TracedLayer {
  /** Whether biases get a share of relevance, where the caller says so; without a value each rule has its own usual policy. */
  readonly biasPolicy: BiasPolicy | undefined;
  /** How to treat the relevance of empty branches. */
  readonly emptyBranch: EmptyBranchPolicy;
  /** Lowest and highest value of the model's input. */
  readonly bounds: readonly [low: number, high: number];
  /** The relevance that is not passed on. */
  readonly losses: Losses;
}

/**
 * A rule of layer-wise relevance propagation: a function of a layer, its input and the relevance of its output that returns the relevance of its input.
 * It runs inside `tf.tidy`. See the guide on writing a rule.
 */
export type LrpRule = Rule<LrpLayer>;
