import { number, optionsTable } from '@interp/checks';
import type { AttackStep } from '../attack-method.js';
import { isAdversarial, lossDirection } from '../criteria.js';
import { linf } from '../norms/linf.js';
import { normOption, type Norm } from '../norms/norm.js';
import { imageAt, selectImages, type AttackTask } from '../task.js';

/** The ball that constrains a perturbation. */
export interface BallOptions {
  /** The ball's radius, in units of the input: for the L∞ norm, the largest change of each value. */
  readonly epsilon: number;
  /** The norm of the ball. Default {@link linf}. */
  readonly norm?: Norm;
}

/** Checks and defaults of {@link BallOptions}. */
export const ballOptions = optionsTable<BallOptions>()({
  epsilon: number({ min: 0, required: true }),
  norm: normOption(linf),
});

/** A step within a ball. */
export interface StepSettings {
  /** The norm of the ball, which also gives the steepest direction. */
  readonly norm: Norm;
  /** The ball's radius, in units of the input. */
  readonly epsilon: number;
  /** Length of the step, in units of the input. */
  readonly stepSize: number;
}

/**
 * Moves an image along a direction, then projects it onto the ball and the bounds.
 *
 * @param task - the image's task; its candidate changes
 * @param index - which image
 * @param direction - the direction
 * @param settings - ball and length
 */
export const projectedStep = (
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
 * Moves images along their gradients: a {@link projectedStep} in the norm's steepest direction, for all images in one pass if norm
 * and backend support it.
 *
 * @param task - the images' task; its candidates change
 * @param indices - which images
 * @param gradients - a gradient for each of them, side by side
 * @param settings - ball and length
 */
export const attackStep = (
  task: AttackTask,
  indices: readonly number[],
  gradients: Float32Array,
  settings: StepSettings,
): void => {
  const { size, bounds, candidates } = task;
  const { norm, epsilon, stepSize } = settings;
  if (norm.step) {
    const images = selectImages(candidates, size, indices);
    const originals = selectImages(task.originals, size, indices);
    if (norm.step(images, { originals, gradients, stepSize, epsilon, bounds })) {
      if (images !== candidates)
        indices.forEach((index, i) => imageAt(candidates, size, index).set(imageAt(images, size, i)));
      return;
    }
  }
  const direction = new Float32Array(size);
  indices.forEach((index, i) => {
    norm.direction(imageAt(gradients, size, i), direction);
    projectedStep(task, index, direction, settings);
  });
};

/** Several steps within a ball. */
export interface AscentSettings extends StepSettings {
  /** The most steps. */
  readonly steps: number;
  /** Decay of the sum of earlier gradients, each divided by its mean absolute value; undefined for no momentum. */
  readonly momentum?: number;
  /** Whether an image that meets the criterion is left as it is. */
  readonly stopOnSuccess: boolean;
}

/** Adds a gradient to the momentum of the earlier ones (Dong et al. 2018, eq. 6). */
const accumulate = (velocity: Float32Array, gradient: Float32Array, momentum: number): void => {
  let sum = 0;
  for (let i = 0; i < gradient.length; i++) sum += Math.abs(gradient[i]);
  const mean = sum / gradient.length;
  for (let i = 0; i < gradient.length; i++)
    velocity[i] = momentum * velocity[i] + (mean === 0 ? 0 : gradient[i] / mean);
};

const isNonZero = (gradient: Float32Array): boolean => {
  for (let i = 0; i < gradient.length; i++) if (gradient[i] !== 0) return true;
  return false;
};

/**
 * Gradient ascent on the attack's loss, projected onto a ball around each image: shared by FGSM, BIM and PGD
 * (Goodfellow et al. 2015; Kurakin et al. 2017; Madry et al. 2018).
 *
 * @param task - what to work on; its candidates change
 * @param indices - which images
 * @param settings - ball, steps, momentum
 * @param atStart - whether the candidates are the originals, so that the first gradient need not be computed again
 * @returns a generator of steps; its result says whether it was stopped
 */
export function* projectedGradientAscent(
  task: AttackTask,
  indices: readonly number[],
  settings: AscentSettings,
  atStart: boolean,
): Generator<AttackStep, boolean, boolean> {
  const { size, goals, classifier } = task;
  const { classes } = classifier;
  const { steps, momentum, stopOnSuccess } = settings;
  const velocity = momentum === undefined ? undefined : new Float32Array(task.count * size);
  let active = [...indices];
  let finished = 0;
  for (let step = 0; step < steps && active.length > 0; step++) {
    const asked = active;
    const known = step === 0 && atStart ? task.gradientsAtStart() : undefined;
    const { logits, gradients } =
      known ??
      classifier.gradients(selectImages(task.candidates, size, asked), asked.length, (i, row, out) => {
        lossDirection(goals[asked[i]], row, out);
      });
    const rows: number[] = [];
    let succeeded = finished;
    active = asked.filter((index, i) => {
      const row = known ? index : i;
      const success = isAdversarial(goals[index], imageAt(logits, classes, row));
      if (success) succeeded++;
      if (success && stopOnSuccess) {
        finished++;
        return false;
      }
      const gradient = imageAt(gradients, size, row);
      if (task.hadGradient[index] === 0 && isNonZero(gradient)) task.hadGradient[index] = 1;
      if (velocity) accumulate(imageAt(velocity, size, index), gradient, momentum!);
      task.stepsTaken[index]++;
      rows.push(row);
      return true;
    });
    const directions = velocity ? selectImages(velocity, size, active) : selectImages(gradients, size, rows);
    attackStep(task, active, directions, settings);
    if (yield { active: active.length, succeeded }) return true;
  }
  return false;
}
