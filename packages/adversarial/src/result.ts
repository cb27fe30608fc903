import type { Tensor } from '@tensorflow/tfjs-core';
import { isAdversarial, type Goal } from './criteria.js';
import { argmax, probability } from './logits.js';
import { l1 } from './norms/l1.js';
import { l2 } from './norms/l2.js';
import { linf } from './norms/linf.js';
import { imageAt, type AttackTask } from './task.js';

/** What a classifier says of an image. */
export interface Prediction {
  /** The class of the largest score. */
  readonly class: number;
  /** Its probability. */
  readonly probability: number;
}

/**
 * How an attack on one image ended.
 *
 * - `already-wrong`: before the attack the image was not predicted as its label, or already as the target; says nothing of the attack
 * - `succeeded`: the image returned, predicted again, meets the criterion
 * - `failed`: it does not
 */
export type AttackOutcome = 'already-wrong' | 'succeeded' | 'failed';

/** The result of an attack on one image. */
export interface AttackedImage {
  /** The class that it is said to be. */
  readonly label: number;
  /** The class that it was to be predicted as; missing where any other was wanted. */
  readonly target?: number;
  /** What is predicted of the original. */
  readonly before: Prediction;
  /** What is predicted of the image returned, after clipping and any rounding. */
  readonly after: Prediction;
  /** How it ended. */
  readonly outcome: AttackOutcome;
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
  /** What was added to each image, of the same shape; owned by the caller. */
  readonly perturbation: Tensor;
  /** The result for each image. */
  readonly items: readonly AttackedImage[];
  /** All of them together. */
  readonly summary: AttackSummary;
  /** Whether it was stopped before its end; what is returned is then what it had. */
  readonly stopped: boolean;
}

/** The results of an attack on all images together. */
export interface AttackSummary {
  /** Images. */
  readonly count: number;
  /** Images that were wrong before. */
  readonly alreadyWrong: number;
  /** Images that the attack succeeded on. */
  readonly succeeded: number;
  /** Images that it failed on though there was a gradient. */
  readonly failed: number;
  /** Images that it failed on because every gradient was zero: masked, not robust. */
  readonly masked: number;
  /** `succeeded` over all images that were not wrong before; null where there is none. */
  readonly successRate: number | null;
  /** Median Euclidean length of the successful changes, in units of the input; null where there is none. */
  readonly medianL2: number | null;
  /** The same for the largest changes. */
  readonly medianLinf: number | null;
  /** Mean `rhoL2` of the successful changes: DeepFool's measure of robustness, on values in [0, 1]; null where there is none. */
  readonly rhoL2: number | null;
  /** Mean `rhoLinf` of the successful changes; null where there is none. */
  readonly rhoLinf: number | null;
}

const predictionOf = (logits: Float32Array): Prediction => {
  const best = argmax(logits);
  return { class: best, probability: probability(logits, best) };
};

const outcomeOf = (goal: Goal, before: number, after: number): AttackOutcome => {
  if (before !== goal.label || isAdversarial(goal, before)) return 'already-wrong';
  return isAdversarial(goal, after) ? 'succeeded' : 'failed';
};

/**
 * Predicts once more what an attack returned, and measures each image.
 *
 * @param task - after the attack; its candidates are what is predicted
 * @returns one item for each image
 * @throws InterpError `not-finite`
 */
export const attackedImages = (task: AttackTask): readonly AttackedImage[] => {
  const { count, size, classifier, goals, bounds, originals, candidates } = task;
  const { classes } = classifier;
  const [low, high] = bounds;
  const [scoresBefore, scoresAfter] = [task.scores(), classifier.logits(candidates, count)];
  const [r, unit] = [new Float64Array(size), new Float64Array(size)];
  return goals.map((goal, index) => {
    const original = imageAt(originals, size, index);
    const candidate = imageAt(candidates, size, index);
    for (let i = 0; i < size; i++) {
      r[i] = candidate[i] - original[i];
      unit[i] = (original[i] - low) / (high - low);
    }
    const lengths = [l2.length(r), linf.length(r)];
    const [rhoL2, rhoLinf] = [l2, linf].map((norm, i) => {
      const change = lengths[i] / (high - low);
      return change === 0 ? 0 : change / norm.length(unit);
    });
    const before = predictionOf(imageAt(scoresBefore, classes, index));
    const after = predictionOf(imageAt(scoresAfter, classes, index));
    const outcome = outcomeOf(goal, before.class, after.class);
    return {
      ...goal,
      before,
      after,
      outcome,
      l1: l1.length(r),
      l2: lengths[0],
      linf: lengths[1],
      rhoL2,
      rhoLinf,
      steps: task.stepsTaken[index],
      masked: outcome === 'failed' && task.hadGradient[index] === 0,
      inBounds: candidate.every((value) => value >= low && value <= high),
    };
  });
};

const median = (values: readonly number[]): number | null => {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * The results of an attack on all images together. Images that were wrong before are counted apart, and those of which every gradient
 * was zero are not counted as robust.
 *
 * @param items - the result for each image
 * @returns counts, rates, medians and means
 */
export const attackSummary = (items: readonly AttackedImage[]): AttackSummary => {
  const fooled = items.filter(({ outcome }) => outcome === 'succeeded');
  const alreadyWrong = items.filter(({ outcome }) => outcome === 'already-wrong').length;
  const masked = items.filter((item) => item.outcome === 'failed' && item.masked).length;
  const right = items.length - alreadyWrong;
  return {
    count: items.length,
    alreadyWrong,
    succeeded: fooled.length,
    failed: right - fooled.length - masked,
    masked,
    successRate: right === 0 ? null : fooled.length / right,
    medianL2: median(fooled.map(({ l2 }) => l2)),
    medianLinf: median(fooled.map(({ linf }) => linf)),
    rhoL2: mean(fooled.map(({ rhoL2 }) => rhoL2)),
    rhoLinf: mean(fooled.map(({ rhoLinf }) => rhoLinf)),
  };
};
