import type { CommonOptions, InputOptions, ModelOptions } from '../../shell/options.js';

/** Attacks, as the command line names them. */
export const attackNames = ['fgsm', 'bim', 'pgd', 'momentum-pgd', 'deepfool', 'carlini-wagner', 'noise'] as const;

/** Options of `interp attack`. */
export interface AttackOptions extends CommonOptions, InputOptions, ModelOptions {
  /** Which attack. */
  readonly method: (typeof attackNames)[number];
  /** What perturbations are measured by. */
  readonly norm?: 'linf' | 'l2' | 'l1';
  /** Radii of the ball; several for a curve. */
  readonly epsilon?: readonly number[];
  /** Steps at most. */
  readonly steps?: number;
  /** Length of a step. */
  readonly stepSize?: number;
  /** Runs from random points; draws of noise. */
  readonly restarts?: number;
  /** The class to be taken for. */
  readonly target?: number;
  /** Which DeepFool. */
  readonly form?: 'clipped' | 'authors' | 'paper';
  /** Classes that DeepFool looks at. */
  readonly candidates?: number;
  /** Values of the constant of Carlini-Wagner. */
  readonly searches?: number;
  /** What noise is made of. */
  readonly distribution?: 'uniform' | 'gaussian';
  /** Whether images are rounded to 8 bits before they are judged. */
  readonly round?: boolean;
}
