import type { Rule, WalkLayer } from '@interp/core';

/** What becomes of biases: `drop` leaves them out of the denominators, `keep` lets each take its share, which is then lost. */
export type BiasPolicy = 'drop' | 'keep';

/**
 * What becomes of relevance that arrives where there is nothing to give it to: `conserve` gives it to the other branch, or evenly to
 * all inputs; `paper` applies the formula as printed, so that it is lost or gained.
 */
export type EmptyBranchPolicy = 'conserve' | 'paper';

/** Relevance that a layer took in and did not pass on, in units of the score, one number per image. Rules add to it. */
export interface Losses {
  /** Absorbed by biases. */
  readonly bias: Float64Array;
  /** Taken up by the stabiliser in a denominator. */
  readonly stabiliser: Float64Array;
  /** Lost in an empty branch; negative where it was gained. */
  readonly empty: Float64Array;
}

/** A step of the walk, with the policies of this explanation and the account that a rule keeps. */
export interface LrpLayer extends WalkLayer {
  /** Whether biases take a share of relevance. */
  readonly biasPolicy: BiasPolicy;
  /** What becomes of relevance with nowhere to go. */
  readonly emptyBranch: EmptyBranchPolicy;
  /** Lowest and highest value of the model's input. */
  readonly bounds: readonly [low: number, high: number];
  /** The account of relevance that is not passed on. */
  readonly losses: Losses;
}

/**
 * A rule of layer-wise relevance propagation: given a layer, its input and the relevance of its output, the relevance of its input.
 * It runs inside `tf.tidy`. See the guide on writing a rule.
 */
export type LrpRule = Rule<LrpLayer>;
