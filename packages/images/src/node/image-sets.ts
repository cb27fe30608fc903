import { checkChoice, InterpError, shownName } from '@interp/checks';
import {
  drawnSplit,
  parseReference,
  resolveReference,
  sampleDigits,
  type ImageSet,
  type MnistSplit,
} from '@interp/mnist';
import { imagesOf, type Images } from '../images.js';

const opened = new Map<string, Promise<ImageSet>>();

/** Opens a part of a data set, once for all inputs; one that could not be opened is tried again. */
const once = (key: string, open: () => Promise<ImageSet>): Promise<ImageSet> => {
  const known = opened.get(key);
  if (known) return known;
  const images = open();
  opened.set(key, images);
  images.catch(() => opened.delete(key));
  return images;
};

/**
 * Opens a part of MNIST, once for as long as the program runs.
 *
 * @param folder - where its files are
 * @param split - which part
 * @returns its digits
 * @throws InterpError `not-found`, `bad-file`, `bad-option`
 */
export const openMnist = async (folder: string, split: MnistSplit): Promise<ImageSet> => {
  if (typeof folder !== 'string') throw new InterpError('bad-option', 'the folder of MNIST is no path; expected one');
  checkChoice('split', split, ['train', 'test']);
  const open = async () => (await import('@interp/mnist/node')).loadMnistSplit(folder, split);
  return once(`${split} ${folder}`, open);
};

/** Opens digits drawn by code, once for all inputs. */
const openDrawn = (split: MnistSplit): Promise<ImageSet> => once(split, () => Promise.resolve(drawnSplit(split)));

/** Some images of a set; `name` says what people call the image of a position in it. */
const imagesOfSet = (set: ImageSet, indices: Uint32Array, name: (position: number) => string): Images =>
  imagesOf({
    size: indices.length,
    inputShape: set.inputShape,
    name: (index) => name(indices[index]),
    label: (index) => set.labels[indices[index]],
    pixels: (from, to) => {
      const values = new Float32Array((to - from) * set.inputShape[0] * set.inputShape[1]);
      set.fill(indices.subarray(from, to), values);
      return values;
    },
  });

/** One of the ten digits that come with `@interp/mnist`. */
export const sampleImage = (spec: string): Images => {
  const text = spec.slice('sample:'.length);
  if (!/^\d$/.test(text))
    throw new InterpError('bad-option', `${shownName(spec)} is not there; expected sample:0 to sample:9`);
  return imagesOfSet(sampleDigits([Number(text)]), Uint32Array.of(0), () => spec);
};

/** The folder of MNIST's files in the usual places; throws InterpError `not-found`. */
const findInUsualPlaces = async (): Promise<string> => (await import('@interp/mnist/node')).findMnist();

/**
 * The digits that an input refers to.
 *
 * @param spec - as `mnist:test/17` or `drawn:train/0-99`
 * @param findFolder - finds the folder of MNIST
 * @throws InterpError `bad-option`, `not-found`, `bad-file`
 */
export const referredImages = async (spec: string, findFolder = findInUsualPlaces): Promise<Images> => {
  const [prefix] = spec.split(':', 1);
  const reference = parseReference(spec.slice(prefix.length + 1));
  const { split } = reference;
  const set = prefix === 'drawn' ? await openDrawn(split) : await openMnist(await findFolder(), split);
  const indices = resolveReference({ [split]: set }, reference);
  return imagesOfSet(set, indices, (position) => (indices.length === 1 ? spec : `${prefix}:${split}/${position}`));
};
