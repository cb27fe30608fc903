import type { AttackMethod } from '../attack-method.js';
import { deepFool } from '../attacks/deep-fool.js';
import { fgsm } from '../attacks/fgsm.js';
import { linf } from '../norms/linf.js';
import type { Norm } from '../norms/norm.js';
import { pgd } from '../attacks/pgd.js';

/**
 * The attacks of a table before and after adversarial training: one step, forty steps from a random start, and DeepFool, which looks
 * for the smallest perturbation whatever the radius.
 *
 * @param epsilon - the radius of the first two, in units of the input
 * @param norm - what their ball is of. Default {@link linf}
 * @returns the attacks by name: `fgsm`, `pgd-40`, `deepfool`
 * @throws InterpError `bad-option` for a negative radius
 */
export const standardAttacks = (epsilon: number, norm: Norm = linf): Readonly<Record<string, AttackMethod>> => ({
  fgsm: fgsm({ epsilon, norm }),
  'pgd-40': pgd({ epsilon, norm, steps: 40, randomStart: true, stopOnSuccess: true }),
  deepfool: deepFool(),
});
