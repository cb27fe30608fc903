import { isAdversarial } from '../criteria.js';
import type { AttackStep } from '../attack-method.js';
import { stepped, type StepSettings } from '../moved.js';
import { largestAt } from '../logits.js';
import { imageAt, sideBySide, startTowards, type AttackTask } from '../task.js';

/** One way up the loss within a ball. */
export interface AscentSettings extends StepSettings {
  /** Steps at most. */
  readonly steps: number;
  /** Share of the earlier gradients that each step keeps, each gradient over its mean absolute value; none where undefined. */
  readonly momentum?: number;
  /** Whether an image that is what was wanted of it stays as it is. */
  readonly stopOnSuccess: boolean;
}

/**
 * Adds a gradient to what is kept of the earlier ones (Dong et al. 2018, eq. 6).
 *
 * @param kept - of the earlier ones; changed
 * @param gradient - the new one
 * @param momentum - share that is kept
 */
const keep = (kept: Float32Array, gradient: Float32Array, momentum: number): void => {
  let sum = 0;
  for (let i = 0; i < gradient.length; i++) sum += Math.abs(gradient[i]);
  const mean = sum / gradient.length;
  for (let i = 0; i < gradient.length; i++) kept[i] = momentum * kept[i] + (mean === 0 ? 0 : gradient[i] / mean);
};

const isNonZero = (gradient: Float32Array): boolean => {
  for (let i = 0; i < gradient.length; i++) if (gradient[i] !== 0) return true;
  return false;
};

/**
 * Climbs the cross-entropy with respect to what is wanted, step by step, in a ball around each image: what FGSM, BIM and PGD have in
 * common (Goodfellow et al. 2015; Kurakin et al. 2017; Madry et al. 2018).
 *
 * @param task - what to work on; its candidates move
 * @param indices - which images
 * @param settings - how
 * @param atStart - whether the candidates are the originals, so that the first gradient need not be computed again
 * @returns a generator of steps; its result says whether it was stopped
 */
export function* ascend(
  task: AttackTask,
  indices: readonly number[],
  settings: AscentSettings,
  atStart: boolean,
): Generator<AttackStep, boolean, boolean> {
  const { size, goals, classifier } = task;
  const { steps, momentum, stopOnSuccess } = settings;
  const kept = momentum === undefined ? undefined : new Float32Array(task.count * size);
  let going = [...indices];
  let left = 0;
  for (let step = 0; step < steps && going.length > 0; step++) {
    const active = going;
    const known = step === 0 && atStart ? task.gradientsAtStart() : undefined;
    const { logits, gradients: found } =
      known ??
      classifier.gradients(sideBySide(task.candidates, size, active), active.length, (i, row, out) => {
        startTowards(goals[active[i]], row, out);
      });
    const rows: number[] = [];
    let met = left;
    going = active.filter((index, i) => {
      const row = known ? index : i;
      const here = logits.subarray(row * classifier.classes, (row + 1) * classifier.classes);
      const reached = isAdversarial(goals[index], largestAt(here));
      if (reached) met++;
      if (reached && stopOnSuccess) {
        left++;
        return false;
      }
      const gradient = imageAt(found, size, row);
      if (task.hadGradient[index] === 0 && isNonZero(gradient)) task.hadGradient[index] = 1;
      if (kept) keep(imageAt(kept, size, index), gradient, momentum!);
      task.stepsTaken[index]++;
      rows.push(row);
      return true;
    });
    stepped(task, going, kept ? sideBySide(kept, size, going) : sideBySide(found, size, rows), settings);
    if (yield { active: going.length, succeeded: met }) return true;
  }
  return false;
}
