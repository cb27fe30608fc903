import { InterpError, readSafetensors } from '@interp/core';
import { shownName, shownPath, sizeOfShape } from '@interp/core/internal';
import { sampleDigits, storedImages } from '@interp/mnist';
import type { Job } from '../shell/job.js';
import type { InputOptions } from '../shell/options.js';
import { inFile, readBytes } from './file.js';
import { concatImages, type Images } from './images.js';
import { preprocessed, type Preprocessing } from './preprocessing.js';
import { imagesOf, openDrawn, openMnist, referredImages } from './mnist.js';

/** What takes the images: a classifier, or an RBM. */
export interface ImageConsumer {
  /** Height, width and channels. */
  readonly inputShape: readonly number[];
  /** How pictures become its inputs. Default: pixels from -1 to 1 are. */
  readonly preprocessing?: Preprocessing;
  /** Looks at what was read before anything is done with it. */
  readonly check?: (images: Images, note: Job['note']) => Promise<void>;
  /** How many classes labels may be of; without it the labels of files are not looked at. */
  readonly classes?: number;
}

type ReadingJob = Pick<Job, 'env'> & Partial<Pick<Job, 'signal' | 'note'>>;

type Reader = (spec: string, consumer: ImageConsumer, options: InputOptions, job: ReadingJob) => Promise<Images>;

const sample = (spec: string): Promise<Images> => {
  const text = spec.slice('sample:'.length);
  if (!/^\d$/.test(text))
    throw new InterpError('bad-option', `${shownName(spec)} is not there; expected sample:0 to sample:9`);
  return Promise.resolve(imagesOf(sampleDigits(), Uint32Array.of(Number(text)), () => spec));
};

/** A path that ends in .safetensors, which itself may hold a '#', and what follows the next one. */
const fileAndTensor = /^(.*?\.safetensors)(?:#(.*))?$/is;

const stored: Reader = async (spec, { inputShape: shape, classes, preprocessing }, _options, { signal }) => {
  const [, path, tensor] = fileAndTensor.exec(spec)! as unknown as [string, string, string?];
  const bytes = await readBytes(path, '', 'a .safetensors file', signal);
  const { tensors } = inFile(path, () => readSafetensors(bytes));
  const { size, pixels, labels } = storedImages(tensors, {
    shape,
    tensor,
    classes,
    bounds: preprocessing?.bounds,
    name: spec,
  });
  const width = pixels.length / size;
  return {
    size,
    name: (index) => (size === 1 ? spec : `${spec}[${index}]`),
    label: (index) => labels?.[index],
    pixels: (from, to) => pixels.subarray(from * width, to * width),
    ...(preprocessing && { shown: (from, to) => preprocessing.toPicture(pixels.subarray(from * width, to * width)) }),
  };
};

const readers: readonly (readonly [match: RegExp, reader: Reader])[] = [
  [/^sample:/, sample],
  [/^mnist:/, (spec, _taker, options, job) => referredImages(spec, (split) => openMnist(split, options, job))],
  [/^drawn:/, (spec) => referredImages(spec, openDrawn)],
  [fileAndTensor, stored],
  [
    /(?:)/,
    async (spec, { inputShape: shape, preprocessing }, { invert }, { signal }) =>
      (await import('./image-file.js')).imageFile(spec, { shape, invert, fit: preprocessing?.fit, signal }),
  ],
];

/** Reads what stands for images on the command line; throws InterpError for the first input that cannot be read. */
export const readInputs = async (
  specs: readonly string[],
  consumer: ImageConsumer,
  options: InputOptions,
  job: ReadingJob,
): Promise<Images> => {
  const { inputShape: shape, preprocessing } = consumer;
  if (shape.length !== 3 || (shape[2] !== 1 && shape[2] !== 3))
    throw new InterpError(
      'unsupported-model',
      `the model takes inputs of the shape [${shape.join(', ')}]; expected [height, width, 1] or [height, width, 3]`,
    );
  const size = sizeOfShape(shape);
  const groups: Images[] = [];
  for (const spec of specs) {
    const [, read] = readers.find(([match]) => match.test(spec))!;
    const found = await read(spec, consumer, options, job);
    const images = preprocessing && read !== stored ? preprocessed(found, preprocessing, size) : found;
    const count = images.pixels(0, 1).length;
    if (count !== size)
      throw new InterpError(
        'bad-shape',
        `${shownPath(spec)} has ${count} pixels; the model takes [${shape.join(', ')}]`,
      );
    groups.push(images);
  }
  const all = concatImages(groups);
  await consumer.check?.(all, job.note ?? (() => undefined));
  return all;
};
