import { InterpError } from '@interp/core';
import { checkChoice, checkedOptions, checkNumber } from '@interp/core/internal';
import { checkNorm } from './fixed-options.js';
import { l2 } from './norms/l2.js';
import type { Norm } from './norms/norm.js';

/**
 * Which DeepFool.
 *
 * - `clipped`: each iterate is clip(x + (1 + overshoot) r), so that what is judged is an image (as Foolbox does)
 * - `authors`: the same without clipping, as the published code of its authors; may leave the bounds
 * - `paper`: Algorithm 2 to the letter: iterates x + r, the overshoot at the very end; may leave the bounds
 */
export type DeepFoolForm = 'clipped' | 'authors' | 'paper';

/** How {@link deepFool} goes. */
export interface DeepFoolOptions {
  /** What is to be small: {@link l2} or {@link linf}. Default {@link l2}. */
  readonly norm?: Norm;
  /** Which form. Default `clipped`. */
  readonly form?: DeepFoolForm;
  /** Iterations at most. Default 50. */
  readonly steps?: number;
  /** How far beyond the border each way goes, as a share of it. Default 0.02. */
  readonly overshoot?: number;
  /** How many of the likeliest classes are looked at, its own included; 2 or more. Default all. */
  readonly candidates?: number;
}

/** {@link DeepFoolOptions} with defaults filled in. */
export interface DeepFoolSettings extends Required<DeepFoolOptions> {
  /** What is added to each distance, so that the border is crossed, in units of the input. */
  readonly margin: number;
}

const forms: readonly DeepFoolForm[] = ['clipped', 'authors', 'paper'];

/**
 * Options with defaults filled in and checked.
 *
 * @param options - what was given
 * @returns the settings
 * @throws InterpError `bad-option`
 */
export const deepFoolSettings = (options: DeepFoolOptions): DeepFoolSettings => {
  const { norm = l2, form = 'clipped', steps = 50, overshoot = 0.02, candidates = Infinity } = checkedOptions(options);
  checkNorm(norm);
  if (norm.name !== 'l2' && norm.name !== 'linf')
    throw new InterpError('bad-option', `DeepFool is not defined for the norm ${norm.name}; expected l2 or linf`);
  checkChoice('form', form, forms);
  checkNumber('the number of steps', steps, { min: 1, integer: true });
  checkNumber('the overshoot', overshoot, { min: 0 });
  if (candidates !== Infinity) checkNumber('the number of candidates', candidates, { min: 2, integer: true });
  return { norm, form, steps, overshoot, candidates, margin: form === 'paper' ? 0 : 1e-4 };
};
