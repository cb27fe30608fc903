import type { Norm } from './norms/norm.js';
import type { AttackTask } from './task.js';

/** What is known after a step of an attack. */
export interface AttackStep {
  /** Images that the attack still works on. */
  readonly active: number;
  /** Images known to meet the criterion; an attack that does not check this says 0. */
  readonly succeeded: number;
}

/**
 * An attack as a value: {@link fgsm}, {@link bim}, {@link pgd}, {@link momentumPgd}, {@link deepFool}, {@link carliniWagner},
 * {@link noise}, or one of your own. It has only its own steps; bounds, rounding and the measures of success are the same for all.
 */
export interface AttackMethod {
  /** Its name, for people. */
  readonly name: string;
  /** What it measures perturbations by. */
  readonly norm: Norm;
  /** The radius of the ball that it stays in, in units of the input. Missing for attacks that look for the smallest perturbation. */
  readonly epsilon?: number;
  /** The same attack in a ball of another radius. Missing where `epsilon` is. */
  readonly within?: (epsilon: number) => AttackMethod;
  /**
   * Whether it needs a single gradient, at the images themselves, so that a sweep over radii gains nothing by leaving out images that a
   * smaller one fooled. Default false.
   */
  readonly singleStep?: boolean;
  /** Whether what it returns may lie outside the bounds, and is predicted there. Default false: everything is clipped to them. */
  readonly unbounded?: boolean;
  /**
   * Does the work: changes `task.candidates`, counts `task.stepsTaken`, and yields after each step.
   *
   * @param task - what to work on
   * @returns a generator; a `true` asks it to stop
   */
  steps(task: AttackTask): Generator<AttackStep, void, boolean>;
}
