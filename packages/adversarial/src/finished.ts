import type { AttackMethod } from './attack-method.js';
import type { AttackedImage } from './result.js';
import { clip, judged, roundToBytes } from './judged.js';
import type { AttackTask } from './task.js';

/**
 * Brings what an attack left into the bounds and, if asked, to 8 bits.
 *
 * @param task - after the attack; its candidates change
 * @param method - the attack
 * @param round - whether to round
 */
export const finish = ({ candidates, bounds }: AttackTask, method: AttackMethod, round = false): void => {
  if (!method.unbounded || round) clip(candidates, bounds);
  if (round) roundToBytes(candidates, bounds);
};

/**
 * The same, and what became of each image.
 *
 * @param task - after the attack; its candidates change
 * @param method - the attack
 * @param round - whether to round
 * @returns one item for each image
 * @throws InterpError `not-finite`
 */
export const finished = (task: AttackTask, method: AttackMethod, round = false): readonly AttackedImage[] => {
  finish(task, method, round);
  return judged(task);
};
