import { checkNumber } from '@interp/core/internal';

/**
 * Area over a perturbation curve, Σ_{k=0..L} (f(x⁰) - f(xᵏ)) / (L + 1): how far and how early the score falls (Samek et al. 2017).
 *
 * @param curve - scores of the untouched image and after each step
 * @param last - L, the last step that counts. Default the last of the curve
 * @returns the area, in units of the score
 * @throws InterpError `bad-option` for a step that the curve does not have
 */
export const aopc = (curve: ArrayLike<number>, last = curve.length - 1): number => {
  checkNumber('last', last, { min: 0, max: curve.length - 1, integer: true });
  let sum = 0;
  for (let k = 0; k <= last; k++) sum += curve[0] - curve[k];
  return sum / (last + 1);
};
