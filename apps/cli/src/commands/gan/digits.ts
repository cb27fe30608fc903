import { isInterpError, type LabelledImages } from '@interp/core';
import type { InputOptions } from '../../shell/common-options.js';
import { openMnist } from '../../inputs/open-mnist.js';
import type { Job } from '../../shell/job.js';
import { rbmDigits } from '../../inputs/digits.js';

/** Digits to train a generator on and to compare its samples with. */
export interface GanDigits {
  /** Where they are from. */
  readonly source: 'MNIST' | 'drawn';
  /** Those to learn from. */
  readonly train: LabelledImages;
  /** Others. */
  readonly test: LabelledImages;
}

/**
 * The digits that samples are compared with: MNIST's, or, where it is nowhere to be found, digits drawn by code, with a note.
 *
 * @param job - says where MNIST is looked for
 * @param drawn - whether they are drawn by code in any case
 * @returns training and test digits, from -1 to 1
 * @throws InterpError `not-found` where MNIST is not in the folder that was named
 */
export const digitsToCompare = async (job: Job<InputOptions>, drawn: boolean): Promise<GanDigits> => {
  if (drawn) return rbmDigits(job, { drawn });
  try {
    return { source: 'MNIST', train: await openMnist('train', job), test: await openMnist('test', job) };
  } catch (error) {
    if (!isInterpError(error) || error.code !== 'not-found' || job.options.data !== undefined) throw error;
    job.note(
      'MNIST is not here: distances are to digits drawn by code, which a generator of MNIST never comes near to; interp data fetch gets it',
    );
    return rbmDigits(job, { drawn: true });
  }
};
