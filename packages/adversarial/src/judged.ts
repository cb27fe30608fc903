import type { AttackedImage, Outcome, Prediction } from './result.js';
import { isAdversarial, type Goal } from './criteria.js';
import { l1 } from './norms/l1.js';
import { l2 } from './norms/l2.js';
import { linf } from './norms/linf.js';
import { largestAt, probabilityOf } from './logits.js';
import { imageAt, type AttackTask } from './task.js';

const verdict = (logits: Float32Array): Prediction => {
  const best = largestAt(logits);
  return { class: best, probability: probabilityOf(logits, best) };
};

const outcomeOf = (goal: Goal, before: number, after: number): Outcome => {
  if (before !== goal.label || isAdversarial(goal, before)) return 'already-wrong';
  return isAdversarial(goal, after) ? 'succeeded' : 'failed';
};

/**
 * Clips values to the bounds in place.
 *
 * @param values - any values
 * @param bounds - the lowest and the highest one allowed
 */
export const clip = (values: Float32Array, [low, high]: readonly [number, number]): void => {
  for (let i = 0; i < values.length; i++) values[i] = values[i] < low ? low : values[i] > high ? high : values[i];
};

/**
 * Rounds values to the nearest of 256 levels between the bounds in place, as saving them as a PNG and reading it again does.
 *
 * @param values - values within the bounds
 * @param bounds - black and white
 */
export const roundToBytes = (values: Float32Array, [low, high]: readonly [number, number]): void => {
  const scale = 255 / (high - low);
  for (let i = 0; i < values.length; i++) values[i] = Math.round((values[i] - low) * scale) / scale + low;
};

/**
 * Predicts what an attack returned once more and says how each image ended.
 *
 * @param task - after the attack; its candidates are what is judged
 * @returns one item for each image
 * @throws InterpError `not-finite`
 */
export const judged = (task: AttackTask): readonly AttackedImage[] => {
  const { count, size, classifier, goals, bounds, originals, candidates } = task;
  const [low, high] = bounds;
  const rows = (logits: Float32Array) => (index: number) =>
    verdict(logits.subarray(index * classifier.classes, (index + 1) * classifier.classes));
  const before = rows(task.scores());
  const after = rows(classifier.logits(candidates, count));
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
    const [was, is] = [before(index), after(index)];
    const outcome = outcomeOf(goal, was.class, is.class);
    return {
      ...goal,
      before: was,
      after: is,
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
