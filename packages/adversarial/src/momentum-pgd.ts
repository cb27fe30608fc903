import { checkBoolean, checkedOptions, checkNumber } from '@interp/core/internal';
import { ascend } from './attacks/projected-gradient.js';
import type { AttackMethod } from './attack-method.js';
import { checkBall, type BallOptions } from './fixed-options.js';
import { linf } from './norms/linf.js';
import { checkStarts, climbFromStarts } from './restarts.js';

/** How {@link momentumPgd} climbs. */
export interface MomentumPgdOptions extends BallOptions {
  /** Steps of each run. Default 10. */
  readonly steps?: number;
  /** Length of a step, in units of the input. Default ε over the number of steps. */
  readonly stepSize?: number;
  /** μ: the share of the earlier gradients that each step keeps. Default 1. */
  readonly momentum?: number;
  /** Whether each run starts at a random point of the ball, rather than at the image itself. Default false as in the paper. */
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
 * The momentum iterative method: each step goes along the sum of the gradients so far, each over its L1 length, so that the way does not
 * waver and what it finds fools other networks too (Dong et al. 2018, Algorithm 1).
 *
 * @param options - radius, norm, steps, momentum
 * @returns the attack
 * @throws InterpError `bad-option` for a number out of its range
 */
export const momentumPgd = (options: MomentumPgdOptions): AttackMethod => {
  const {
    epsilon,
    norm = linf,
    steps = 10,
    momentum = 1,
    randomStart = false,
    restarts = 1,
    stopOnSuccess = false,
  } = checkedOptions(options);
  checkBall(epsilon, norm);
  checkNumber('the number of steps', steps, { min: 1, integer: true });
  const { stepSize = epsilon / steps } = options;
  checkNumber('the step size', stepSize, { min: 0 });
  checkNumber('the momentum', momentum, { min: 0 });
  checkStarts(randomStart, restarts);
  checkBoolean('stopOnSuccess', stopOnSuccess);
  const settings = { norm, epsilon, steps, stepSize, momentum, stopOnSuccess };
  return {
    name: 'momentum-pgd',
    norm,
    epsilon,
    within: (other) => momentumPgd({ ...options, epsilon: other }),
    *steps(task) {
      const all = Array.from({ length: task.count }, (_, index) => index);
      if (randomStart) yield* climbFromStarts(task, all, settings, restarts);
      else yield* ascend(task, all, settings, true);
    },
  };
};
