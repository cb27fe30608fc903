import { checkBoolean, checkedOptions, checkNumber } from '@interp/core/internal';
import { ascend } from './ascent.js';
import type { AttackMethod } from './attack-method.js';
import { checkBall, type BallOptions } from './fixed-options.js';
import { linf } from './linf.js';
import { climbFromStarts } from './restarts.js';

/** How {@link pgd} climbs. */
export interface PgdOptions extends BallOptions {
  /** Steps of each run. Default 40 for the L∞ norm, 50 for others. */
  readonly steps?: number;
  /** Length of a step, in units of the input. Default 0.033 ε for the L∞ norm, 0.025 ε for others. */
  readonly stepSize?: number;
  /** Runs from random points of the ball; of each image the best is kept. Default 0: one run that starts at the image itself. */
  readonly restarts?: number;
  /** Whether an image that is what was wanted of it stays as it is, which saves work. Default false: all steps are taken. */
  readonly stopWhenMet?: boolean;
}

/**
 * Projected gradient descent: many small steps up the cross-entropy, each brought back into the ball and the bounds (Madry et al.
 * 2018). From the image itself, or from random points of the ball, several times if wanted.
 *
 * @param options - radius, norm, steps, starts
 * @returns the attack
 * @throws InterpError `bad-option` for a number out of its range
 *
 * @example
 * ```ts
 * import { l2, pgd } from '@interp/adversarial';
 *
 * const method = pgd({ epsilon: 3, norm: l2, restarts: 2 });
 * console.log(method.norm.name); // l2
 * ```
 */
export const pgd = (options: PgdOptions): AttackMethod => {
  const { epsilon, norm = linf, restarts = 0, stopWhenMet = false } = checkedOptions(options);
  checkBall(epsilon, norm);
  const { steps = norm.name === 'linf' ? 40 : 50, stepSize = (norm.name === 'linf' ? 0.033 : 0.025) * epsilon } =
    options;
  checkNumber('the number of steps', steps, { min: 1, integer: true });
  checkNumber('the step size', stepSize, { min: 0 });
  checkNumber('the number of restarts', restarts, { min: 0, integer: true });
  checkBoolean('stopWhenMet', stopWhenMet);
  const settings = { norm, epsilon, steps, stepSize, stopWhenMet };
  return {
    name: 'pgd',
    norm,
    epsilon,
    within: (other) => pgd({ ...options, epsilon: other }),
    *steps(task) {
      const all = Array.from({ length: task.count }, (_, place) => place);
      if (restarts === 0) yield* ascend(task, all, settings, true);
      else yield* climbFromStarts(task, all, settings, restarts);
    },
  };
};
