import { InterpError } from '@interp/core';
import { checkBoolean, checkNumber } from '@interp/core/internal';
import { ascend, type AscentSettings } from './attacks/projected-gradient.js';
import type { AttackStep } from './attack-method.js';
import { isAdversarial } from './criteria.js';
import { marginOf } from './margin.js';
import { moved } from './moved.js';
import { largestAt } from './logits.js';
import { gathered, imageAt, type AttackTask } from './task.js';

/**
 * Checks where runs start and how many there are.
 *
 * @param randomStart - whether they start at random
 * @param restarts - how many
 * @throws InterpError `bad-option`
 */
export const checkStarts = (randomStart: boolean, restarts: number): void => {
  checkBoolean('randomStart', randomStart);
  checkNumber('the number of restarts', restarts, { min: 1, integer: true });
  if (!randomStart && restarts > 1)
    throw new InterpError(
      'bad-option',
      `${restarts} restarts from the image itself would all be the same; expected 1; set randomStart for more`,
    );
};

/**
 * Several ascents from random points of the ball. Images that one of them fooled do not take part in the next ones; of the others the
 * point nearest to success is kept.
 *
 * @param task - what to work on; its candidates move
 * @param indices - which images
 * @param settings - how each ascent goes
 * @param restarts - how many ascents, from 1
 * @returns a generator of steps
 */
export function* climbFromStarts(
  task: AttackTask,
  indices: readonly number[],
  settings: AscentSettings,
  restarts: number,
): Generator<AttackStep, void, boolean> {
  const { size, goals, classifier, originals, candidates, streams } = task;
  const best = new Map<number, { readonly short: number; readonly image: Float32Array }>();
  let going = indices;
  for (let restart = 0; restart < restarts && going.length > 0; restart++) {
    for (const index of going) {
      imageAt(candidates, size, index).set(imageAt(originals, size, index));
      moved(task, index, settings.norm.random(streams[index], size, settings.epsilon), { ...settings, stepSize: 1 });
    }
    const stopped = yield* ascend(task, going, settings, false);
    if (restarts > 1) {
      const logits = classifier.logits(gathered(candidates, size, going), going.length);
      going = going.filter((index, i) => {
        const row = logits.subarray(i * classifier.classes, (i + 1) * classifier.classes);
        const { short } = marginOf(goals[index], row);
        const before = best.get(index);
        const image = imageAt(candidates, size, index);
        if (!before || short < before.short) best.set(index, { short, image: image.slice() });
        else image.set(before.image);
        return !isAdversarial(goals[index], largestAt(row));
      });
    }
    if (stopped) return;
  }
}
