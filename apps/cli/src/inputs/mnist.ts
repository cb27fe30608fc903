import { InterpError, isInterpError } from '@interp/core';
import { drawnSplit, parseReference, resolveReference, type ImageSet, type MnistSplit } from '@interp/mnist';
import type { Job } from '../shell/job.js';
import type { InputOptions } from '../shell/options.js';
import type { Images } from './images.js';

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

const opened = new Map<string, Promise<ImageSet>>();

/** Opens a part of a data set, once for all inputs. */
const once = (key: string, open: () => Promise<ImageSet>): Promise<ImageSet> => {
  const images = opened.get(key) ?? open();
  opened.set(key, images);
  return images;
};

/**
 * Opens a part of MNIST, once for all inputs.
 *
 * @throws InterpError `not-found`
 */
export const openMnist = async (split: MnistSplit, options: InputOptions, job: Pick<Job, 'env'>): Promise<ImageSet> => {
  const folder = await findData(options, job);
  const { loadMnistSplit } = await import('@interp/mnist/node');
  return once(`${split} ${folder}`, () => loadMnistSplit(folder, split));
};

/** Opens digits drawn by code, once for all inputs. */
export const openDrawn = (split: MnistSplit): Promise<ImageSet> =>
  once(split, () => Promise.resolve(drawnSplit(split)));

/** Some images of a set; `name` says what people call the image of a position in it. */
export const imagesOf = (set: ImageSet, indices: Uint32Array, name: (position: number) => string): Images => ({
  size: indices.length,
  name: (index) => name(indices[index]),
  label: (index) => set.labels[indices[index]],
  pixels: (from, to) => {
    const values = new Float32Array((to - from) * set.inputShape[0] * set.inputShape[1]);
    set.fill(indices.subarray(from, to), values);
    return values;
  },
});

/**
 * The images that an input refers to.
 *
 * @param spec - as `mnist:test/17` or `drawn:train/0-99`
 * @param open - opens a part
 * @throws InterpError `bad-option`, and what `open` throws
 */
export const referredImages = async (spec: string, open: (split: MnistSplit) => Promise<ImageSet>): Promise<Images> => {
  const [prefix] = spec.split(':', 1);
  const reference = parseReference(spec.slice(prefix.length + 1));
  const { split } = reference;
  const set = await open(split);
  const indices = resolveReference({ [split]: set }, reference);
  return imagesOf(set, indices, (position) => (indices.length === 1 ? spec : `${prefix}:${split}/${position}`));
};
