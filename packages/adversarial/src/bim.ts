import { checkedOptions, checkNumber } from '@interp/core/internal';
import type { AttackMethod } from './attack-method.js';
import type { BallOptions } from './fixed-options.js';
import { pgd } from './attacks/pgd.js';

/** How {@link bim} climbs. */
export interface BimOptions extends BallOptions {
  /** Steps. Default 10. */
  readonly steps?: number;
  /** Length of a step, in units of the input. Default 0.2 ε. */
  readonly stepSize?: number;
  /** Whether an image that is what was wanted of it stays as it is, which saves work. Default false: all steps are taken. */
  readonly stopOnSuccess?: boolean;
}

/**
 * The basic iterative method: FGSM in several steps, each brought back into the ball and the bounds, from the image itself
 * (Kurakin, Goodfellow & Bengio 2017).
 *
 * @param options - radius, norm, steps
 * @returns the attack
 * @throws InterpError `bad-option` for a number out of its range
 */
export const bim = (options: BimOptions): AttackMethod => {
  const { epsilon, steps = 10 } = checkedOptions(options);
  checkNumber('epsilon', epsilon, { min: 0 });
  const { stepSize = 0.2 * epsilon } = options;
  return {
    ...pgd({ ...options, steps, stepSize, randomStart: false }),
    name: 'bim',
    within: (other) => bim({ ...options, epsilon: other }),
  };
};
