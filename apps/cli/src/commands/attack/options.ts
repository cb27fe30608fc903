import type { AttackMethodOptions } from '@interp/adversarial';
import type { CommonOptions, InputOptions, ModelOptions } from '../../shell/options.js';

/** The attacks, as `@interp/adversarial` calls them. */
export const attacks: readonly AttackMethodOptions['method'][] = [
  'fgsm',
  'bim',
  'pgd',
  'momentum-pgd',
  'deepfool',
  'carlini-wagner',
  'noise',
];

/** How far an attack may go by default, in units of the input, by the norms that measure it. */
export const radii = { linf: 0.2, l2: 2, l1: 20 } as const;

/** Options of single attacks that are those of `@interp/adversarial`. */
export const ownOptions = ['steps', 'stepSize', 'form', 'candidates', 'searches', 'distribution'] as const;

/** Options of `interp attack`; those that are not here are described in `@interp/adversarial`. */
export interface AttackOptions
  extends
    CommonOptions,
    InputOptions,
    ModelOptions,
    Pick<AttackMethodOptions, 'method' | 'norm' | (typeof ownOptions)[number]> {
  /** Radii of the ball; several for a curve. */
  readonly epsilon?: readonly number[];
  /** Runs from random points; draws of noise. */
  readonly restarts?: number;
  /** The class to be taken for, its number or name. */
  readonly target?: string;
  /** Whether images are rounded to 8 bits before they are judged. */
  readonly round?: boolean;
}
