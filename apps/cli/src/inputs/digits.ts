import { isInterpError, type LabelledImages } from '@interp/core';
import { drawnDigits, subset } from '@interp/mnist';
import type { Job } from '../shell/job.js';
import type { InputOptions } from '../shell/options.js';
import { openMnist } from './mnist.js';

/** Digits to learn from, and others to test on. */
export interface Digits {
  /** Where they are from. */
  readonly source: 'MNIST' | 'drawn';
  /** Those to learn from. */
  readonly train: LabelledImages;
  /** Others. */
  readonly test: LabelledImages;
}

let kept: Digits | undefined;

/** Drawn once for all that ask for them. */
const drawn = (): Digits =>
  (kept ??= {
    source: 'drawn',
    train: drawnDigits({ seed: 1, count: 1000 }),
    test: drawnDigits({ seed: 2, count: 500 }),
  });

/** Options of commands that train on digits or compare with them. */
export interface DigitOptions extends InputOptions {
  /** Whether they are drawn by code in any case. */
  readonly drawn?: boolean;
}

/** How digits are read. */
export interface ReadDigitsOptions {
  /** What is noted where digits drawn by code take the place of MNIST. Default: they never do. */
  readonly missing?: string;
  /** Only the first so many training images. Default all. */
  readonly limit?: number;
  /** Opens a part of MNIST. Default from its files. */
  readonly open?: typeof openMnist;
}

const firstOf = (images: LabelledImages, limit = images.size): LabelledImages =>
  limit >= images.size
    ? images
    : subset(
        images,
        Uint32Array.from({ length: limit }, (_, i) => i),
      );

/**
 * The digits of MNIST, or, where they are unwanted or nowhere to be found, digits drawn by code.
 *
 * @param options - say where MNIST is looked for
 * @param job - the command at work
 * @param how - what happens where MNIST is missing, and how many training images are wanted
 * @throws InterpError `not-found` where MNIST is not there and nothing takes its place, or is not in the folder that was named
 */
export const readDigits = async (
  options: DigitOptions,
  job: Pick<Job, 'env' | 'note'>,
  { missing, limit, open = openMnist }: ReadDigitsOptions = {},
): Promise<Digits> => {
  const firstDrawn = (): Digits => ({ ...drawn(), train: firstOf(drawn().train, limit) });
  if (options.drawn) return firstDrawn();
  try {
    const train = firstOf(await open('train', options, job), limit);
    return { source: 'MNIST', train, test: await open('test', options, job) };
  } catch (error) {
    const replaceable = missing !== undefined && options.data === undefined && isInterpError(error);
    if (!replaceable || error.code !== 'not-found') throw error;
    job.note(missing);
    return firstDrawn();
  }
};
