import { isInterpError } from '@interp/core';
import { loadDigits, type Digits } from '@interp/mnist/node';
import type { Job } from '../shell/job.js';
import type { InputOptions } from '../shell/options.js';
import { findData } from './mnist.js';

/** How digits are read. */
export interface ReadDigitsOptions {
  /** What is noted where digits drawn by code take the place of MNIST. Default: they never do. */
  readonly missing?: string;
  /** Only the first so many training images. Default all. */
  readonly limit?: number;
  /** Finds the folder of MNIST. */
  readonly find?: typeof findData;
}

/**
 * The digits of MNIST, or, where they are unwanted or nowhere to be found, digits drawn by code.
 *
 * @param options - say where MNIST is looked for, and whether digits are drawn by code in any case
 * @param job - the command at work
 * @param how - what happens where MNIST is missing, and how many training images are wanted
 * @throws InterpError `not-found` where MNIST is not there and nothing takes its place, or is not in the folder that was named
 */
export const readDigits = async (
  options: InputOptions & { readonly drawn?: boolean },
  job: Pick<Job, 'env' | 'note'>,
  { missing, limit, find = findData }: ReadDigitsOptions = {},
): Promise<Digits> => {
  if (options.drawn) return loadDigits(undefined, { limit });
  try {
    return await loadDigits(await find(options, job), { limit });
  } catch (error) {
    const replaceable = missing !== undefined && options.data === undefined && isInterpError(error);
    if (!replaceable || error.code !== 'not-found') throw error;
    job.note(missing);
    return loadDigits(undefined, { limit });
  }
};
