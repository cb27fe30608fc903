import { InterpError, isInterpError, shownName } from '@interp/checks';
import type { Images } from '@interp/images';
import { readImages } from '@interp/images/node';
import { Interrupted, UsageError } from '../shell/failure.js';
import { flagText } from '../shell/flags.js';
import type { Job } from '../shell/job.js';
import type { InputOptions, ModelOptions } from '../shell/options.js';
import type { ImageConsumer } from './image-consumer.js';
import { findData } from './mnist.js';

/** Options of commands that take images, with the network that they are for. */
type ReadOptions = InputOptions & Partial<Pick<ModelOptions, 'model'>>;

/** What reading takes of a command's job, with what is piped in. */
export interface ReadingJob extends Pick<Job, 'env' | 'note' | 'drawn'>, Partial<Pick<Job, 'signal'>> {
  /** All bytes of standard input; throws UsageError where it is a terminal. */
  stdin(): Promise<Uint8Array>;
}

/** What has a name of its own is a network of digits that ships; other models are files. Without a model, it is about digits. */
const isShipped = (model: string | undefined): boolean => model === undefined || /^[\w-]+$/.test(model);

/** How pictures are made ready: as digits for the networks that ship, unless something else is said. */
export const preparationOf = ({ prepare = 'auto', model }: ReadOptions): NonNullable<InputOptions['prepare']> =>
  prepare === 'auto' && !isShipped(model) ? 'fit' : prepare;

/** Inputs in the model's own units, which nothing is to be said about. */
const isTensor = (name: string): boolean => /\.safetensors(?:#.*)?(?:\[\d+\])?$/is.test(name);

/** What `@interp/images` says, with its option as the flag that it is here. */
const withFlags = (text: string): string => text.replaceAll(/\bprepare "(digit|fit|none)"/g, '--prepare $1');

/** An error of reading, in the words of the command line. */
const inOurWords = (error: unknown, signal: AbortSignal | undefined): unknown => {
  if (signal?.aborted && error === signal.reason) return new Interrupted('interrupted while an input was read');
  if (!isInterpError(error) || withFlags(error.message) === error.message) return error;
  return new InterpError(error.code, withFlags(error.message), { cause: error });
};

/**
 * Reads what stands for images on the command line, and says what people should know of it.
 *
 * @throws InterpError for the first input that cannot be read, or gives no image, unless the consumer takes such among others
 */
export const readInputs = async (
  specs: readonly string[],
  consumer: ImageConsumer,
  options: ReadOptions,
  job: ReadingJob,
): Promise<Images> => {
  const { imageOptions, isHidden, others, rangeDoubt } = consumer;
  const { invert, layout, showInput } = options;
  if (others?.whole)
    throw new UsageError(`the input ${shownName(others.picture)} holds whole numbers, as of words, and no pictures; expected interp classify, or explain by lrp or gradients`); // prettier-ignore
  const notes: string[] = [];
  let images: Images;
  try {
    const named = specs.map((spec) => (others && /\.safetensors$/i.test(spec) ? `${spec}#${others.picture}` : spec));
    const { inputShape, takesMissing, labelled, classFolders, limit } = consumer;
    const found = await readImages(named, {
      ...imageOptions,
      ...{ inputShape, takesMissing, labelled, classFolders, limit },
      invert,
      layout,
      prepare: preparationOf(options),
      findData: () => findData(options, job),
      stdin: job.stdin,
      signal: job.signal,
      onNote: (text) => notes.push(text),
    });
    const missing = found.missing.map((one) => ({ ...one, error: one.error && withFlags(one.error) }));
    images = { ...found, missing, ...(isHidden && { label: () => undefined, labelSet: () => undefined }) };
    const doubt = images.size > 0 && !isTensor(images.name(0)) ? rangeDoubt?.(images) : undefined;
    if (doubt !== undefined) job.note(`interp: warning: ${flagText(doubt)}`);
  } catch (error) {
    throw inOurWords(error, job.signal);
  } finally {
    notes.forEach(job.note);
  }
  if (showInput !== undefined) await (await import('./show-input.js')).showInput(showInput, images, job);
  return images;
};
