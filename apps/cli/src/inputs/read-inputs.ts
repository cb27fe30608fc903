import { InterpError, isInterpError } from '@interp/core';
import { readSafetensors } from '@interp/files';
import { shownName, shownPath, sizeOfShape } from '@interp/core/internal';
import { sampleDigits, storedImages } from '@interp/mnist';
import type { Job } from '../shell/job.js';
import type { InputOptions, ModelOptions } from '../shell/options.js';
import { inFile, readBytes } from './file.js';
import { concatImages } from './concat-images.js';
import { missingBecause, type ImageConsumer, type Images } from './images.js';
import { preprocessed } from './preprocessing.js';
import { imagesOf, openDrawn, openMnist, referredImages } from './mnist.js';

/** Options of commands that take images, with the network that they are for. */
type ReadOptions = InputOptions & Partial<Pick<ModelOptions, 'model'>>;

/** What reading takes of a command's job, with what is piped in. */
export interface ReadingJob extends Pick<Job, 'env' | 'note' | 'drawn'>, Partial<Pick<Job, 'signal'>> {
  /** All bytes of standard input; throws UsageError where it is a terminal. */
  stdin(): Promise<Uint8Array>;
}

type Reader = (spec: string, consumer: ImageConsumer, options: ReadOptions, job: ReadingJob) => Promise<Images>;

const sample = (spec: string): Promise<Images> => {
  const text = spec.slice('sample:'.length);
  if (!/^\d$/.test(text))
    throw new InterpError('bad-option', `${shownName(spec)} is not there; expected sample:0 to sample:9`);
  return Promise.resolve(imagesOf(sampleDigits(), Uint32Array.of(Number(text)), () => spec));
};

/** A path that ends in .safetensors, which itself may hold a '#', and what follows the next one. */
const fileAndTensor = /^(.*?\.safetensors)(?:#(.*))?$/is;

const stored: Reader = async (spec, { inputShape: shape, classes, preprocessing }, { layout }, { signal }) => {
  const [, path, tensor] = fileAndTensor.exec(spec)! as unknown as [string, string, string?];
  const bytes = await readBytes(path, '', 'a .safetensors file', signal);
  const { tensors } = inFile(path, () => readSafetensors(bytes));
  const { size, pixels, labels } = storedImages(tensors, {
    shape,
    tensor,
    classes,
    bounds: preprocessing?.bounds,
    layout,
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

/** What has a name of its own is a network of digits that ships; other models are files. Without a model, it is about digits. */
const isShipped = (model: string | undefined): boolean => model === undefined || /^[\w-]+$/.test(model);

const picture: Reader = async (
  spec,
  { inputShape: shape, preprocessing },
  { prepare, invert, model },
  { stdin, signal },
) => {
  const { imageFile } = await import('./image-file.js');
  const read = (): Promise<Uint8Array> =>
    spec === '-' ? stdin() : readBytes(spec, 'the image ', 'a PNG, JPEG or WebP file', signal);
  return imageFile(spec, read, { shape, prepare, invert, digits: isShipped(model), fit: preprocessing?.fit });
};

const readers: readonly (readonly [match: RegExp, reader: Reader])[] = [
  [/^sample:/, sample],
  [/^mnist:/, (spec, _taker, options, job) => referredImages(spec, (split) => openMnist(split, options, job))],
  [/^drawn:/, (spec) => referredImages(spec, openDrawn)],
  [fileAndTensor, stored],
  [/(?:)/, picture],
];

/** What is no file. */
const notFiles = /^(?:-$|sample:|mnist:|drawn:)/i;

/** What is no file, or names a tensor in one, stands for itself; a path may be a folder or a pattern. */
const pathsOf = async (spec: string): Promise<readonly string[]> =>
  notFiles.test(spec) || /\.safetensors#/is.test(spec)
    ? [spec]
    : (await import('./expand-inputs.js')).expandInput(spec);

/** Says what people should know of how pictures were prepared. */
const noteAbout = (images: Images, { note }: Pick<Job, 'note'>): void => {
  for (let i = 0; i < images.size; i++) {
    const { contrast, lowContrast, touching } = images.preparation?.(i) ?? {};
    if (lowContrast)
      note(
        `${images.name(i)} has low contrast, ${contrast!.toFixed(2)} of the range of grey: what is read may be a stain`,
      );
    if (touching) note(`${images.name(i)} has what may be two digits that touch, read as one`);
  }
  for (const one of images.missing ?? []) if (one.error === undefined) note(`${one.input} ${missingBecause(one)}`);
};

/** Reads one input, which stands for nothing else any more. */
const readOne: Reader = async (path, consumer, options, job) => {
  const { inputShape: shape, preprocessing } = consumer;
  const size = sizeOfShape(shape);
  const [, read] = readers.find(([match]) => match.test(path))!;
  const found = await read(path, consumer, options, job);
  const images = preprocessing && read !== stored ? preprocessed(found, preprocessing, size) : found;
  const count = images.size === 0 ? size : images.pixels(0, 1).length;
  if (count !== size)
    throw new InterpError('bad-shape', `${shownPath(path)} has ${count} pixels; the model takes [${shape.join(', ')}]`);
  return images;
};

/** Whether an error is of one file, and not of the command, the model or a system that has no more of something. */
const isOfFile = (path: string, error: unknown): error is InterpError =>
  !notFiles.test(path) &&
  isInterpError(error) &&
  ['bad-file', 'bad-shape', 'bad-value', 'not-found'].includes(error.code) &&
  !/^E(?:MFILE|NFILE|NOMEM|AGAIN)$/.test(String((error.cause as NodeJS.ErrnoException | undefined)?.code));

const none = { size: 0, name: () => '', label: () => undefined, pixels: () => new Float32Array() };

/**
 * Reads what stands for images on the command line.
 *
 * @throws InterpError for the first input that cannot be read, or gives no image, unless the consumer takes such among others
 */
export const readInputs = async (
  specs: readonly string[],
  consumer: ImageConsumer,
  options: ReadOptions,
  job: ReadingJob,
): Promise<Images> => {
  const { takesMissing } = consumer;
  const paths: string[] = [];
  for (const spec of specs) paths.push(...(await pathsOf(spec)));
  const groups: Images[] = [];
  const errors: InterpError[] = [];
  for (const path of paths)
    try {
      groups.push(await readOne(path, consumer, options, job));
    } catch (error) {
      if (!takesMissing || !isOfFile(path, error)) throw error;
      errors.push(error);
      groups.push({ ...none, missing: [{ input: path, before: 0, error: error.message }] });
    }
  if (errors.length === paths.length) throw errors[0];
  const all = concatImages(groups);
  // Tensors are in the model's own units as they are.
  if (!fileAndTensor.test(paths[0])) await consumer.check?.(all, job.note);
  noteAbout(all, job);
  const [missing] = all.missing ?? [];
  if (missing && (!takesMissing || (takesMissing === 'some' && all.size === 0)))
    throw new InterpError(
      'bad-value',
      `${shownName(missing.input)} ${missingBecause(missing)}; expected a picture of a digit`,
    );
  if (options.showInput !== undefined)
    await (await import('./show-input.js')).showInput(options.showInput, all, consumer.inputShape, job);
  return all;
};
