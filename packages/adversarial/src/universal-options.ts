import { checkedOptions, checkFunctions, checkNumber } from '@interp/core/internal';
import { deepFool } from './attacks/deep-fool.js';
import type { AttackMethod } from './attack-method.js';
import { linf } from './norms/linf.js';
import type { Norm } from './norms/norm.js';
import { checkBall } from './fixed-options.js';

/** What {@link universalPerturbation} looks for. */
export interface UniversalOptions {
  /** How long the perturbation may be, in units of the input. */
  readonly epsilon: number;
  /** What its length is measured by. Default {@link linf}. */
  readonly norm?: Norm;
  /** The share of images that are to be fooled, from 0 to 1; the search ends there. Default 0.8. */
  readonly foolingRate?: number;
  /** How often it goes through the images at most. Default 10. */
  readonly passes?: number;
  /** What takes one image to the nearest border. Default {@link deepFool} with up to 10 iterations. */
  readonly method?: AttackMethod;
  /** Seed of the order of the images. Default 0. */
  readonly seed?: number;
  /** Images in one pass through the classifier, a matter of memory and speed alone. Default 100. */
  readonly batchSize?: number;
}

/**
 * Options with defaults filled in and checked.
 *
 * @param options - what was given
 * @returns the settings
 * @throws InterpError `bad-option`
 */
export const universalSettings = (options: UniversalOptions): Required<UniversalOptions> => {
  const {
    epsilon,
    norm = linf,
    foolingRate = 0.8,
    passes = 10,
    method = deepFool({ steps: 10 }),
    seed = 0,
    batchSize = 100,
  } = checkedOptions(options);
  checkBall(epsilon, norm);
  checkFunctions('method', method, ['steps']);
  checkNumber('the seed', seed, { integer: true });
  checkNumber('the fooling rate', foolingRate, { min: 0, max: 1 });
  checkNumber('the number of passes', passes, { min: 1, integer: true });
  return { epsilon, norm, foolingRate, passes, method, seed, batchSize };
};
