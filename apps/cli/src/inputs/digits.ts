import { isInterpError, type LabelledImages } from '@interp/core';
import { drawnDigits } from '@interp/mnist';
import { binarised, type Rbm } from '@interp/rbm';
import type { InputOptions } from '../shell/common-options.js';
import { openMnist } from './open-mnist.js';
import type { Job } from '../shell/job.js';

/** Digits to train an RBM on and to evaluate it with. */
export interface RbmDigits {
  /** Where they are from. */
  readonly source: 'MNIST' | 'drawn';
  /** Those to learn from. */
  readonly train: LabelledImages;
  /** Others. */
  readonly test: LabelledImages;
}

let kept: RbmDigits | undefined;

/** Drawn once for all that ask for them. */
const drawn = (): RbmDigits =>
  (kept ??= {
    source: 'drawn',
    train: drawnDigits({ seed: 1, count: 1000 }),
    test: drawnDigits({ seed: 2, count: 500 }),
  });

/** Where digits come from. */
export interface RbmDigitsOptions {
  /** Whether they are drawn by code in any case. Default false. */
  readonly drawn?: boolean;
  /** Whether they are drawn by code where MNIST is nowhere to be found. Default false. */
  readonly fallback?: boolean;
  /** Opens a part of MNIST. Default from its files. */
  readonly open?: typeof openMnist;
}

/**
 * The digits of MNIST, or, where they are unwanted or nowhere to be found, digits drawn by code.
 *
 * @param job - says where MNIST is looked for
 * @param options - whether to draw them
 * @returns training and test digits, from -1 to 1
 * @throws InterpError `not-found` where MNIST is not there and nothing takes its place, or is not in the folder that was named
 */
export const rbmDigits = async (
  job: Pick<Job<InputOptions>, 'options' | 'env' | 'note'>,
  { drawn: wanted = false, fallback = false, open = openMnist }: RbmDigitsOptions = {},
): Promise<RbmDigits> => {
  if (wanted) return drawn();
  try {
    return { source: 'MNIST', train: await open('train', job), test: await open('test', job) };
  } catch (error) {
    const replaceable = fallback && job.options.data === undefined && isInterpError(error);
    if (!replaceable || error.code !== 'not-found') throw error;
    job.note(
      'MNIST is not here: digits drawn by code take its place, and likelihoods cannot be compared with those of MNIST; interp data fetch gets it',
    );
    return drawn();
  }
};

/**
 * Digits as an RBM sees them: those of a binary one are of 0 and 1.
 *
 * @param machine - says which visible units it has
 * @param digits - from -1 to 1
 * @returns the same, or their binarised form
 */
export const seenBy = ({ variant }: Pick<Rbm, 'variant'>, digits: LabelledImages): LabelledImages =>
  variant.continuous ? digits : binarised(digits);
