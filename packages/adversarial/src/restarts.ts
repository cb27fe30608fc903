import { ascend, type AscentSettings } from './ascent.js';
import type { AttackMoment } from './attack-method.js';
import { isMet } from './criterion.js';
import { marginOf } from './margin.js';
import { moved } from './moved.js';
import { largestAt } from './scores.js';
import { gathered, imageAt, type AttackTask } from './task.js';

/**
 * Several ascents from random points of the ball. Images that one of them fooled do not take part in the next ones; of the others the
 * point nearest to success is kept.
 *
 * @param task - what to work on; its candidates move
 * @param places - which images
 * @param settings - how each ascent goes
 * @param restarts - how many ascents, from 1
 * @returns a generator of steps
 */
export function* climbFromStarts(
  task: AttackTask,
  places: readonly number[],
  settings: AscentSettings,
  restarts: number,
): Generator<AttackMoment, void, boolean> {
  const { size, goals, slopes, originals, candidates, streams } = task;
  const best = new Map<number, { readonly short: number; readonly image: Float32Array }>();
  let going = places;
  for (let restart = 0; restart < restarts && going.length > 0; restart++) {
    for (const place of going) {
      imageAt(candidates, size, place).set(imageAt(originals, size, place));
      moved(task, place, settings.norm.random(streams[place], size, settings.epsilon), { ...settings, stepSize: 1 });
    }
    const stopped = yield* ascend(task, going, settings, false);
    if (restarts > 1) {
      const logits = slopes.logits(gathered(candidates, size, going), going.length);
      going = going.filter((place, i) => {
        const row = logits.subarray(i * slopes.classes, (i + 1) * slopes.classes);
        const { short } = marginOf(goals[place], row);
        const before = best.get(place);
        const image = imageAt(candidates, size, place);
        if (!before || short < before.short) best.set(place, { short, image: image.slice() });
        else image.set(before.image);
        return !isMet(goals[place], largestAt(row));
      });
    }
    if (stopped) return;
  }
}
