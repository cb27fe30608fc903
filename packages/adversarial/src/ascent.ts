import { isMet } from './criterion.js';
import type { AttackMoment } from './attack-method.js';
import { stepped, type StepSettings } from './moved.js';
import { largestAt } from './scores.js';
import { imageAt, sideBySide, startTowards, type AttackTask } from './task.js';

/** One way up the loss within a ball. */
export interface AscentSettings extends StepSettings {
  /** Steps at most. */
  readonly steps: number;
  /** Share of the earlier slopes that each step keeps, each slope over its mean absolute value; none where undefined. */
  readonly momentum?: number;
  /** Whether an image that is what was wanted of it stays as it is. */
  readonly stopWhenMet: boolean;
}

/**
 * Adds a slope to what is kept of the earlier ones (Dong et al. 2018, eq. 6).
 *
 * @param kept - of the earlier ones; changed
 * @param slope - the new one
 * @param momentum - share that is kept
 */
const keep = (kept: Float32Array, slope: Float32Array, momentum: number): void => {
  let sum = 0;
  for (let i = 0; i < slope.length; i++) sum += Math.abs(slope[i]);
  const mean = sum / slope.length;
  for (let i = 0; i < slope.length; i++) kept[i] = momentum * kept[i] + (mean === 0 ? 0 : slope[i] / mean);
};

const anySlope = (slope: Float32Array): boolean => {
  for (let i = 0; i < slope.length; i++) if (slope[i] !== 0) return true;
  return false;
};

/**
 * Climbs the cross-entropy with respect to what is wanted, step by step, in a ball around each image: what FGSM, BIM and PGD have in
 * common (Goodfellow et al. 2015; Kurakin et al. 2017; Madry et al. 2018).
 *
 * @param task - what to work on; its candidates move
 * @param places - which images
 * @param settings - how
 * @param atStart - whether the candidates are the originals, so that the first slope need not be computed again
 * @returns a generator of steps; its result says whether it was stopped
 */
export function* ascend(
  task: AttackTask,
  places: readonly number[],
  settings: AscentSettings,
  atStart: boolean,
): Generator<AttackMoment, boolean, boolean> {
  const { size, goals, slopes } = task;
  const { steps, momentum, stopWhenMet } = settings;
  const kept = momentum === undefined ? undefined : new Float32Array(task.count * size);
  let going = [...places];
  let left = 0;
  for (let step = 0; step < steps && going.length > 0; step++) {
    const active = going;
    const known = step === 0 && atStart ? task.slopesAtStart() : undefined;
    const { logits, slopes: found } =
      known ??
      slopes.slope(sideBySide(task.candidates, size, active), active.length, (i, row, out) => {
        startTowards(goals[active[i]], row, out);
      });
    const rows: number[] = [];
    let met = left;
    going = active.filter((place, i) => {
      const row = known ? place : i;
      const here = logits.subarray(row * slopes.classes, (row + 1) * slopes.classes);
      const reached = isMet(goals[place], largestAt(here));
      if (reached) met++;
      if (reached && stopWhenMet) {
        left++;
        return false;
      }
      const slope = imageAt(found, size, row);
      if (task.sloped[place] === 0 && anySlope(slope)) task.sloped[place] = 1;
      if (kept) keep(imageAt(kept, size, place), slope, momentum!);
      task.taken[place]++;
      rows.push(row);
      return true;
    });
    stepped(task, going, kept ? sideBySide(kept, size, going) : sideBySide(found, size, rows), settings);
    if (yield { going: going.length, met }) return true;
  }
  return false;
}
