import type { Tensor } from '@tensorflow/tfjs-core';

/** What a classifier takes an image for. */
export interface Prediction {
  /** The class of the largest score. */
  readonly class: number;
  /** Its probability. */
  readonly probability: number;
}

/**
 * How an attack on one image ended.
 *
 * - `already-wrong`: before the attack the image was not taken for its label, or already for the target; says nothing of the attack
 * - `succeeded`: the image returned, predicted again, is what was wanted of it
 * - `failed`: it is not
 */
export type Outcome = 'already-wrong' | 'succeeded' | 'failed';

/** What became of one image. */
export interface AttackedImage {
  /** The class that it is said to be. */
  readonly label: number;
  /** The class that it was to be taken for; missing where any other was wanted. */
  readonly target?: number;
  /** What it was taken for before. */
  readonly before: Prediction;
  /** What the image returned is taken for, after clipping and any rounding. */
  readonly after: Prediction;
  /** How it ended. */
  readonly outcome: Outcome;
  /** Sum of the changes of all values, in units of the input. */
  readonly l1: number;
  /** Euclidean length of the change, in units of the input. */
  readonly l2: number;
  /** Largest change of a value, in units of the input. */
  readonly linf: number;
  /** Euclidean length of the change over that of the image, both of values moved to [0, 1]. */
  readonly rhoL2: number;
  /** The same with the largest absolute values. */
  readonly rhoLinf: number;
  /** Steps that the attack took. */
  readonly steps: number;
  /** Whether every gradient that the attack asked for was zero: then `failed` says nothing of how robust the image is. */
  readonly masked: boolean;
  /** Whether all values returned lie within the bounds. False only for attacks that are unbounded. */
  readonly inBounds: boolean;
}

/** What an attack gives. */
export interface AttackResult {
  /** The images returned, `[n, ...inputShape]`; they belong to the caller. */
  readonly adversarial: Tensor;
  /** What was added to each image, of the same shape; the caller's. */
  readonly perturbation: Tensor;
  /** What became of each image. */
  readonly items: readonly AttackedImage[];
  /** All of them together. */
  readonly summary: AttackSummary;
  /** Whether it was stopped before its end; what is returned is then what it had. */
  readonly stopped: boolean;
}

/** What an attack did to a whole batch. */
export interface AttackSummary {
  /** Images. */
  readonly count: number;
  /** Images that were wrong before. */
  readonly alreadyWrong: number;
  /** Images that the attack succeeded on. */
  readonly succeeded: number;
  /** Images that it failed on though there was a gradient. */
  readonly failed: number;
  /** Images that it failed on for want of any gradient: masked, not robust. */
  readonly masked: number;
  /** `succeeded` over all images that were not wrong before; null where there is none. */
  readonly successRate: number | null;
  /** Median Euclidean length of the successful changes, in units of the input; null where there is none. */
  readonly medianL2: number | null;
  /** The same of the largest changes. */
  readonly medianLinf: number | null;
  /** Mean `rhoL2` of the successful changes: DeepFool's measure of robustness, on values in [0, 1]; null where there is none. */
  readonly rhoL2: number | null;
  /** Mean `rhoLinf` of the successful changes; null where there is none. */
  readonly rhoLinf: number | null;
}
