import type { AttackMethod } from '../attack-method.js';
import { allIndices } from '../task.js';
import { ballOptions, projectedGradientAscent, type BallOptions } from './projected-gradient.js';

/**
 * The fast gradient (sign) method: one step of length ε that increases the cross-entropy, x + ε sign(∇loss), or for other norms
 * along the normalised gradient (Goodfellow, Shlens & Szegedy 2015; thesis 4.2).
 *
 * @param options - radius and norm
 * @returns the attack
 * @throws InterpError `bad-option` for a negative ε
 *
 * @example
 * ```ts
 * import { fgsm, linf } from '@interp/adversarial';
 *
 * const method = fgsm({ epsilon: 0.2, norm: linf });
 * console.log(method.name, method.epsilon); // fgsm 0.2
 * ```
 */
export const fgsm = (options: BallOptions): AttackMethod => {
  const { epsilon, norm } = ballOptions.withDefaults(options);
  const settings = { norm, epsilon, steps: 1, stepSize: epsilon, stopOnSuccess: false };
  return {
    name: 'fgsm',
    norm,
    epsilon,
    singleStep: true,
    within: (other) => fgsm({ epsilon: other, norm }),
    *steps(task) {
      yield* projectedGradientAscent(task, allIndices(task), settings, true);
    },
  };
};
