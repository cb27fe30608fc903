import { checkBoolean, checkedOptions, checkNumber } from '@interp/core/internal';
import { ascend } from './projected-gradient.js';
import type { AttackMethod } from '../attack-method.js';
import { checkBall, type BallOptions } from '../fixed-options.js';
import { linf } from '../norms/linf.js';
import { checkStarts, climbFromStarts } from '../restarts.js';

/** How {@link pgd} climbs. */
export interface PgdOptions extends BallOptions {
  /** Steps of each run. Default 40 for the L∞ norm, 50 for others. */
  readonly steps?: number;
  /** Length of a step, in units of the input. Default 0.033 ε for the L∞ norm, 0.025 ε for others. */
  readonly stepSize?: number;
  /** Whether each run starts at a random point of the ball, rather than at the image itself. Default true. */
  readonly randomStart?: boolean;
  /**
   * Number of runs, each from another random start; of each image the run nearest to success is kept. More than 1 needs `randomStart`.
   * Default 1.
   */
  readonly restarts?: number;
  /** Whether an image that is what was wanted of it stays as it is, which saves work. Default false: all steps are taken. */
  readonly stopOnSuccess?: boolean;
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
  const { epsilon, norm = linf, randomStart = true, restarts = 1, stopOnSuccess = false } = checkedOptions(options);
  checkBall(epsilon, norm);
  const { steps = norm.name === 'linf' ? 40 : 50, stepSize = (norm.name === 'linf' ? 0.033 : 0.025) * epsilon } =
    options;
  checkNumber('the number of steps', steps, { min: 1, integer: true });
  checkNumber('the step size', stepSize, { min: 0 });
  checkStarts(randomStart, restarts);
  checkBoolean('stopOnSuccess', stopOnSuccess);
  const settings = { norm, epsilon, steps, stepSize, stopOnSuccess };
  return {
    name: 'pgd',
    norm,
    epsilon,
    within: (other) => pgd({ ...options, epsilon: other }),
    *steps(task) {
      const all = Array.from({ length: task.count }, (_, index) => index);
      if (randomStart) yield* climbFromStarts(task, all, settings, restarts);
      else yield* ascend(task, all, settings, true);
    },
  };
};
