import { checkRecords } from '@interp/checks';
import { argmax, logistic, meanOfKnown, median, predictedLabels } from '@interp/core/internal';
import type { Tensor } from '@tensorflow/tfjs-core';
import { alreadyMet, isAdversarial, type Goal } from './criteria.js';
import { probability } from './logits.js';
import { l1 } from './norms/l1.js';
import { l2 } from './norms/l2.js';
import { linf } from './norms/linf.js';
import { imageAt, type AttackTask } from './task.js';

/** The prediction for an image. */
export interface Prediction {
  /** The class of the largest score; of a classifier that decides each class by itself, the label or the target that is attacked, if it is one. */
  readonly class: number;
  /** Its probability. */
  readonly probability: number;
  /** The classes that are predicted, for a classifier that decides each class by itself. */
  readonly labels?: readonly number[];
}

/**
 * How an attack on one image ended.
 *
 * - `already-wrong`: before the attack, the image was not predicted as its label, or wrongly as the target; not counted for the attack
 * - `already-target`: before the attack, the image was predicted as the target, and that is its label; not counted for the attack
 * - `succeeded`: the returned image, predicted again, meets the criterion
 * - `failed`: it does not
 */
export type AttackOutcome = 'already-wrong' | 'already-target' | 'succeeded' | 'failed';

/** The result of an attack on one image. */
export interface AttackedImage {
  /** The label of the image; of several labels the first. */
  readonly label: number;
  /** All labels of the image, where they were given as a list. */
  readonly labels?: readonly number[];
  /** The target class; missing for untargeted attacks. */
  readonly target?: number;
  /** Prediction for the original. */
  readonly before: Prediction;
  /** Prediction for the returned image, after clipping and any rounding. */
  readonly after: Prediction;
  /** How it ended. */
  readonly outcome: AttackOutcome;
  /** L1 norm of the perturbation, in units of the input. */
  readonly l1: number;
  /** L2 norm of the perturbation, in units of the input. */
  readonly l2: number;
  /** L∞ norm of the perturbation, in units of the input. */
  readonly linf: number;
  /**
   * L2 norm of the perturbation divided by that of the image, for values rescaled to [0, 1]; null without finite bounds, and where the image is
   * at the lower bound everywhere.
   */
  readonly rhoL2: number | null;
  /** The same with the L∞ norm. */
  readonly rhoLinf: number | null;
  /** Steps that the attack took. */
  readonly steps: number;
  /** Whether every gradient was zero: then `failed` is no evidence of robustness. */
  readonly masked: boolean;
  /** Whether all returned values lie within the bounds. False only for unbounded attacks. */
  readonly inBounds: boolean;
}

/** Result of {@link attack}. */
export interface AttackResult {
  /** The adversarial images, `[n, ...inputShape]`; they belong to the caller. */
  readonly adversarial: Tensor;
  /** What was added to each image, of the same shape; owned by the caller. */
  readonly perturbation: Tensor;
  /** The result for each image. */
  readonly items: readonly AttackedImage[];
  /** Counts and means over all images. */
  readonly summary: AttackSummary;
  /** Whether it was stopped early; the images are then those so far. */
  readonly stopped: boolean;
}

/** The results of an attack on all images together. */
export interface AttackSummary {
  /** Number of images. */
  readonly count: number;
  /** Images that were already wrong. */
  readonly alreadyWrong: number;
  /** Images that were already, and rightly, predicted as the target. */
  readonly alreadyTarget: number;
  /** Images on which the attack succeeded. */
  readonly succeeded: number;
  /** Images on which it failed although there was a gradient. */
  readonly failed: number;
  /** Images on which it failed because every gradient was zero; not counted as robust. */
  readonly masked: number;
  /** `succeeded` as a fraction of the images that there was something to attack of, neither already wrong nor already the target; null if there are none. */
  readonly successRate: number | null;
  /** Median L2 norm of the successful perturbations, in units of the input; null if there are none. */
  readonly medianL2: number | null;
  /** The same for the L∞ norm. */
  readonly medianLinf: number | null;
  /** Mean `rhoL2` of the successful perturbations, DeepFool's measure of robustness; null if there are none. */
  readonly rhoL2: number | null;
  /** Mean `rhoLinf` of the successful perturbations; null if there are none. */
  readonly rhoLinf: number | null;
}

const predictionOf = ({ decisions }: Goal, logits: Float32Array): Prediction => {
  const best = argmax(logits);
  if (!decisions) return { class: best, probability: probability(logits, best) };
  const attacked = decisions.findIndex((decision) => decision !== 0);
  const isOne = decisions.every((decision, k) => k === attacked || decision === 0);
  const shown = isOne ? attacked : best;
  return { class: shown, probability: logistic(logits[shown]), labels: predictedLabels(logits) };
};

const outcomeOf = (goal: Goal, before: Float32Array, after: Float32Array): AttackOutcome =>
  alreadyMet(goal, before) ?? (isAdversarial(goal, after) ? 'succeeded' : 'failed');

/**
 * Predicts the results of an attack again, and measures each image.
 *
 * @param task - the task after the attack; its candidates are predicted
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
      const rho = change === 0 ? 0 : change / norm.length(unit);
      return bounds.every(Number.isFinite) && Number.isFinite(rho) ? rho : null;
    });
    const [before, after] = [scoresBefore, scoresAfter].map((scores) => imageAt(scores, classes, index));
    const outcome = outcomeOf(goal, before, after);
    const { label, labels, target } = goal;
    return {
      label,
      ...(labels && { labels }),
      ...(target !== undefined && { target }),
      before: predictionOf(goal, before),
      after: predictionOf(goal, after),
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

const medianIfAny = (values: readonly number[]): number | null => (values.length === 0 ? null : median(values));

/**
 * The results of an attack on all images together. Images that were already wrong, or the target, are counted separately, and masked
 * ones are not counted as robust.
 *
 * @param items - the result for each image
 * @returns counts, rates, medians and means
 */
export const attackSummary = (items: readonly AttackedImage[]): AttackSummary => {
  checkRecords('the attacked images', items);
  const fooled = items.filter(({ outcome }) => outcome === 'succeeded');
  const [alreadyWrong, alreadyTarget] = (['already-wrong', 'already-target'] as const).map(
    (already) => items.filter(({ outcome }) => outcome === already).length,
  );
  const masked = items.filter((item) => item.outcome === 'failed' && item.masked).length;
  const attacked = items.length - alreadyWrong - alreadyTarget;
  return {
    count: items.length,
    alreadyWrong,
    alreadyTarget,
    succeeded: fooled.length,
    failed: attacked - fooled.length - masked,
    masked,
    successRate: attacked === 0 ? null : fooled.length / attacked,
    medianL2: medianIfAny(fooled.map(({ l2 }) => l2)),
    medianLinf: medianIfAny(fooled.map(({ linf }) => linf)),
    rhoL2: meanOfKnown(fooled.map(({ rhoL2 }) => rhoL2)),
    rhoLinf: meanOfKnown(fooled.map(({ rhoLinf }) => rhoLinf)),
  };
};
