import { InterpError, isInterpError } from '@interp/core';
import type { ImageSet, MnistSplit } from '@interp/mnist';
import type { InputOptions } from '../shell/common-options.js';
import type { Job } from '../shell/job.js';

/**
 * Finds the folder that MNIST is in.
 *
 * @param job - says where the user wants it looked for
 * @returns its path
 * @throws InterpError `not-found`
 */
export const findData = async ({
  options: { data },
  env,
}: Pick<Job<InputOptions>, 'options' | 'env'>): Promise<string> => {
  const { findMnist } = await import('@interp/mnist/node');
  try {
    return await findMnist({ env, ...(data !== undefined && { data }) });
  } catch (error) {
    if (!isInterpError(error)) throw error;
    const [where] = error.message.split(';');
    throw new InterpError('not-found', `${where}; run interp data fetch, or name its folder with --data`, {
      cause: error,
    });
  }
};

const opened = new Map<string, Promise<ImageSet>>();

/**
 * Opens a part of MNIST, once for all inputs.
 *
 * @param split - which part
 * @param job - says where it is
 * @returns its images
 */
export const openMnist = async (
  split: MnistSplit,
  job: Pick<Job<InputOptions>, 'options' | 'env'>,
): Promise<ImageSet> => {
  const folder = await findData(job);
  const { loadMnistSplit } = await import('@interp/mnist/node');
  const key = `${split} ${folder}`;
  const images = opened.get(key) ?? loadMnistSplit(folder, split);
  opened.set(key, images);
  return images;
};
