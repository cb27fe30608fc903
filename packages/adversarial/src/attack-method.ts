import type { Norm } from './norms/norm.js';
import type { AttackTask } from './task.js';

/** Yielded after a step of an attack, and by attacks whose steps take many passes within them, too. */
export interface AttackStep {
  /** Images that are still active. */
  readonly active: number;
  /** Images known to meet the criterion; 0 for an attack that does not check this. */
  readonly succeeded: number;
  /** Which step is at work, from 1 on, and what share of it is done, from 0 to 1, where it is yielded within one; missing after it. */
  readonly within?: { readonly step: number; readonly share: number };
}

/**
 * An attack as a value, such as {@link fgsm} or {@link deepFool}, or one of your own. It has only its own steps; bounds, rounding and measures of success are shared.
 */
export interface AttackMethod {
  /** Its name. */
  readonly name: string;
  /** The norm of its perturbations. */
  readonly norm: Norm;
  /** The radius of the ball that it stays in, in units of the input. Missing for attacks that minimise the perturbation. */
  readonly epsilon?: number;
  /** The same attack in a ball of another radius. Missing if `epsilon` is. */
  readonly within?: (epsilon: number) => AttackMethod;
  /**
   * Whether it needs only one gradient, at the images themselves, so that a sweep over radii need not leave out images that a
   * smaller radius fooled. Default false.
   */
  readonly singleStep?: boolean;
  /** Whether its results may lie outside the bounds and are predicted unclipped. Default false: everything is clipped. */
  readonly unbounded?: boolean;
  /**
   * Runs the attack: changes `task.candidates`, counts `task.stepsTaken`, and yields after each step.
   *
   * @param task - images, goals and classifier
   * @returns a generator; `next(true)` asks it to stop
   */
  steps(task: AttackTask): Generator<AttackStep, void, boolean>;
}
