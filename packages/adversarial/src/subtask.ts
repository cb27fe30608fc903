import { gathered, type AttackTask } from './task.js';

/**
 * A task of some of the images of another at their start. What was computed of the originals serves both.
 *
 * @param task - the whole
 * @param indices - which of its images
 * @returns a task whose first image is that of `indices[0]`
 */
export const subtask = (task: AttackTask, indices: readonly number[]): AttackTask => {
  const { size, classifier } = task;
  const originals = gathered(task.originals, size, indices);
  return {
    ...task,
    count: indices.length,
    goals: indices.map((index) => task.goals[index]),
    originals,
    candidates: originals.slice(),
    stepsTaken: new Int32Array(indices.length),
    hadGradient: new Uint8Array(indices.length),
    streams: indices.map((index) => task.streams[index]),
    scores: () => gathered(task.scores(), classifier.classes, indices),
    gradientsAtStart: () => {
      const whole = task.gradientsAtStart();
      return {
        logits: gathered(whole.logits, classifier.classes, indices),
        gradients: gathered(whole.gradients, size, indices),
      };
    },
  };
};
