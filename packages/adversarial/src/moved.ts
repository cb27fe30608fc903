import type { Norm } from './norms/norm.js';
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
 * @param index - which image
 * @param direction - where to
 * @param settings - ball and length
 */
export const moved = (
  task: AttackTask,
  index: number,
  direction: ArrayLike<number>,
  { norm, epsilon, stepSize }: StepSettings,
): void => {
  const [low, high] = task.bounds;
  const original = imageAt(task.originals, task.size, index);
  const candidate = imageAt(task.candidates, task.size, index);
  const r = new Float32Array(task.size);
  for (let i = 0; i < r.length; i++) r[i] = candidate[i] - original[i] + stepSize * direction[i];
  norm.project(r, epsilon);
  for (let i = 0; i < r.length; i++) {
    const value = original[i] + r[i];
    candidate[i] = value < low ? low : value > high ? high : value;
  }
};

/**
 * Moves images up their gradients, each as {@link moved} does along the norm's direction; all in one pass where norm and backend have one.
 *
 * @param task - the images' task; its candidates move
 * @param indices - which images
 * @param gradients - a gradient for each of them, side by side
 * @param settings - ball and length
 */
export const stepped = (
  task: AttackTask,
  indices: readonly number[],
  gradients: Float32Array,
  settings: StepSettings,
): void => {
  const { size, bounds, candidates } = task;
  const { norm, epsilon, stepSize } = settings;
  if (norm.step) {
    const images = sideBySide(candidates, size, indices);
    const originals = sideBySide(task.originals, size, indices);
    if (norm.step(images, { originals, gradients, stepSize, epsilon, bounds })) {
      if (images !== candidates)
        indices.forEach((index, i) => imageAt(candidates, size, index).set(imageAt(images, size, i)));
      return;
    }
  }
  const direction = new Float32Array(size);
  indices.forEach((index, i) => {
    norm.direction(imageAt(gradients, size, i), direction);
    moved(task, index, direction, settings);
  });
};
