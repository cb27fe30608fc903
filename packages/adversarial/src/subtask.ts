import { gathered, type AttackTask } from './task.js';

/**
 * A task of some of the images of another at their start. What was computed of the originals serves both.
 *
 * @param task - the whole
 * @param places - which of its images
 * @returns a task whose first image is that of `places[0]`
 */
export const subtask = (task: AttackTask, places: readonly number[]): AttackTask => {
  const { size, slopes } = task;
  const originals = gathered(task.originals, size, places);
  return {
    ...task,
    count: places.length,
    goals: places.map((place) => task.goals[place]),
    originals,
    candidates: originals.slice(),
    taken: new Int32Array(places.length),
    sloped: new Uint8Array(places.length),
    streams: places.map((place) => task.streams[place]),
    scores: () => gathered(task.scores(), slopes.classes, places),
    slopesAtStart: () => {
      const whole = task.slopesAtStart();
      return {
        logits: gathered(whole.logits, slopes.classes, places),
        slopes: gathered(whole.slopes, size, places),
      };
    },
  };
};
