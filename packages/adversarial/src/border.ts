import type { Goal } from './criteria.js';
import { notFinite } from './finite.js';
import { largestAt } from './logits.js';
import type { AttackTask } from './task.js';

/** The border of the class nearest to an image, its classifier taken to be linear. */
export interface Border {
  /** How far it is, in units of the input. */
  readonly distance: number;
  /** The gradient of the difference of the two classes' logits. */
  readonly gradient: Float32Array;
  /** The length of that gradient, in the norm dual to the one that distances are of. */
  readonly steepness: number;
}

/** The classes whose borders are looked at: the target, or the likeliest ones. */
const othersOf = (logits: Float32Array, { label, target }: Goal, candidates: number): readonly number[] => {
  if (target !== undefined) return [target];
  const order = Array.from(logits, (_, k) => k).sort((a, b) => logits[b] - logits[a] || a - b);
  return order.filter((k) => k !== label).slice(0, candidates - 1);
};

/** The class that an image is to leave: its own, or on the way to a target whichever leads. */
const ownOf = ({ label, target }: Goal, logits: Float32Array): number =>
  target === undefined ? label : largestAt(logits);

/**
 * The nearest border of each of some images, by all their gradients in one pass forward.
 *
 * @param task - the classifier and the goals
 * @param images - the images as they are now, side by side
 * @param indices - which of the task's images they are
 * @param candidates - how many of the classes that were likeliest at the start are looked at, its own included
 * @param steepness - length of a gradient, in the norm dual to that of the distances
 * @returns one border for each image; none where all gradients are zero
 * @throws InterpError `not-finite`
 */
export const nearestBorders = (
  task: AttackTask,
  images: Float32Array,
  indices: readonly number[],
  candidates: number,
  steepness: (gradient: Float32Array) => number,
): readonly (Border | undefined)[] => {
  const { classes } = task.classifier;
  const scores = task.scores();
  const goals = indices.map((index) => task.goals[index]);
  const others = indices.map((index, i) =>
    othersOf(scores.subarray(index * classes, (index + 1) * classes), goals[i], candidates),
  );
  const best: (Border | undefined)[] = indices.map(() => undefined);
  task.classifier.eachGradient(
    images,
    indices.length,
    Math.max(...others.map(({ length }) => length)),
    (turn) => (i, logits, out) => {
      if (turn >= others[i].length) return;
      out[others[i][turn]] = 1;
      out[ownOf(goals[i], logits)] = -1;
    },
    (i, turn, gradient, logits) => {
      if (turn >= others[i].length) return;
      const long = steepness(gradient);
      if (long === 0) return;
      if (!Number.isFinite(long)) throw notFinite('gradients');
      const distance = Math.abs(logits[others[i][turn]] - logits[ownOf(goals[i], logits)]) / long;
      const before = best[i];
      if (before && before.distance <= distance) return;
      const kept = before?.gradient ?? new Float32Array(gradient.length);
      kept.set(gradient);
      best[i] = { distance, gradient: kept, steepness: long };
    },
  );
  return best;
};
