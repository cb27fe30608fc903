import type { Norm } from './norm.js';
import { imageAt, sideBySide, type AttackTask } from './task.js';

/** A step within a ball. */
export interface StepSettings {
  /** What the ball is of, and which way is steepest. */
  readonly norm: Norm;
  /** The ball's radius, in units of the input. */
  readonly epsilon: number;
  /** Length of the step, in units of the input. */
  readonly stepSize: number;
}

/**
 * Moves an image along a direction, back into the ball and into the bounds.
 *
 * @param task - the image's task; its candidate moves
 * @param place - which image
 * @param direction - where to
 * @param settings - ball and length
 */
export const moved = (
  task: AttackTask,
  place: number,
  direction: ArrayLike<number>,
  { norm, epsilon, stepSize }: StepSettings,
): void => {
  const [low, high] = task.bounds;
  const original = imageAt(task.originals, task.size, place);
  const candidate = imageAt(task.candidates, task.size, place);
  const r = new Float32Array(task.size);
  for (let i = 0; i < r.length; i++) r[i] = candidate[i] - original[i] + stepSize * direction[i];
  norm.project(r, epsilon);
  for (let i = 0; i < r.length; i++) {
    const value = original[i] + r[i];
    candidate[i] = value < low ? low : value > high ? high : value;
  }
};

/**
 * Moves images up their slopes, each as {@link moved} does along the norm's direction; all in one pass where norm and backend have one.
 *
 * @param task - the images' task; its candidates move
 * @param places - which images
 * @param slopes - a slope for each of them, side by side
 * @param settings - ball and length
 */
export const stepped = (
  task: AttackTask,
  places: readonly number[],
  slopes: Float32Array,
  settings: StepSettings,
): void => {
  const { size, bounds, candidates } = task;
  const { norm, epsilon, stepSize } = settings;
  if (norm.step) {
    const images = sideBySide(candidates, size, places);
    const originals = sideBySide(task.originals, size, places);
    if (norm.step(images, { originals, slopes, stepSize, epsilon, bounds })) {
      if (images !== candidates)
        places.forEach((place, i) => imageAt(candidates, size, place).set(imageAt(images, size, i)));
      return;
    }
  }
  const direction = new Float32Array(size);
  places.forEach((place, i) => {
    norm.direction(imageAt(slopes, size, i), direction);
    moved(task, place, direction, settings);
  });
};
