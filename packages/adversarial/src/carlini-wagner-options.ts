import { InterpError } from '@interp/core';
import { checkBoolean, checkedOptions, checkNumber } from '@interp/core/internal';
import { checkNorm } from './fixed-options.js';
import { l2 } from './norms/l2.js';
import type { Norm } from './norms/norm.js';

/** How {@link carliniWagner} searches. */
export interface CarliniWagnerOptions {
  /** What is to be small; only {@link l2} is defined. Default {@link l2}. */
  readonly norm?: Norm;
  /** Values of the constant that are tried for each image. Default 6. */
  readonly searches?: number;
  /** Steps for each value at most. Default 200. */
  readonly steps?: number;
  /** Rate of Adam, in units of the space that the search goes on in. Default 0.05. */
  readonly rate?: number;
  /** The first value of the constant that weighs being taken for another class against the squared length. Default 1. */
  readonly constant?: number;
  /** By how much the wanted logit is to lead. Default 0. */
  readonly confidence?: number;
  /** Whether a value is given up when the loss of the image has not fallen over a tenth of its steps. Default true. */
  readonly abortEarly?: boolean;
}

/** {@link CarliniWagnerOptions} with defaults filled in. */
export type CarliniWagnerSettings = Required<CarliniWagnerOptions>;

/**
 * Options with defaults filled in and checked.
 *
 * @param options - what was given
 * @returns the settings
 * @throws InterpError `bad-option`
 */
export const carliniWagnerSettings = (options: CarliniWagnerOptions): CarliniWagnerSettings => {
  const {
    norm = l2,
    searches = 6,
    steps = 200,
    rate = 0.05,
    constant = 1,
    confidence = 0,
    abortEarly = true,
  } = checkedOptions(options);
  checkNorm(norm);
  if (norm.name !== 'l2')
    throw new InterpError('bad-option', `Carlini-Wagner is not defined for the norm ${norm.name}; expected l2`);
  checkNumber('the number of searches', searches, { min: 1, integer: true });
  checkNumber('the number of steps', steps, { min: 1, integer: true });
  checkNumber('the rate', rate, { above: 0 });
  checkNumber('the constant', constant, { above: 0 });
  checkNumber('the confidence', confidence, { min: 0 });
  checkBoolean('abortEarly', abortEarly);
  return { norm, searches, steps, rate, constant, confidence, abortEarly };
};
