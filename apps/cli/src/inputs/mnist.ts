import { InterpError, isInterpError } from '@interp/core';
import { openMnist as openPart } from '@interp/images/node';
import type { ImageSet, MnistSplit } from '@interp/mnist';
import type { Job } from '../shell/job.js';
import type { InputOptions } from '../shell/options.js';

/** Finds the folder that MNIST is in; throws InterpError `not-found`. */
export const findData = async ({ data }: InputOptions, { env }: Pick<Job, 'env'>): Promise<string> => {
  const { findMnist } = await import('@interp/mnist/node');
  try {
    return await findMnist({ env, data });
  } catch (error) {
    if (!isInterpError(error)) throw error;
    const [where] = error.message.split(';');
    throw new InterpError('not-found', `${where}; run interp data fetch, or name its folder with --data`, {
      cause: error,
    });
  }
};

/** The same; nothing where it is in none of the usual places and no folder was named. */
export const findDataIfThere = (options: InputOptions, job: Pick<Job, 'env'>): Promise<string | undefined> =>
  findData(options, job).catch((error: unknown) => {
    if (options.data !== undefined || !isInterpError(error)) throw error;
    return undefined;
  });

/** Opens a part of MNIST, once for all inputs; throws InterpError `not-found`. */
export const openMnist = async (split: MnistSplit, options: InputOptions, job: Pick<Job, 'env'>): Promise<ImageSet> =>
  openPart(await findData(options, job), split);
