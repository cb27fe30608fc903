import { isInterpError, type InterpError } from '@interp/checks';
import type { Images } from '../images.js';
import { preprocessing, type Preprocessing } from '../preprocessing.js';
import type { readImagesOptions } from './read-images-options.js';

/** The options of `readImages`, complete. */
export type ReaderOptions = ReturnType<typeof readImagesOptions.withDefaults>;

/** Reads an input that stands for nothing else any more. */
export type Reader = (spec: string, options: ReaderOptions) => Images | Promise<Images>;

/** What is no file. */
export const notFiles = /^(?:-$|sample:|mnist:|drawn:)/i;

/** How pixels become values of the model. */
export const preprocessingFor = ({ inputShape, bounds, mean, std, channels }: ReaderOptions): Preprocessing =>
  preprocessing(inputShape.at(-1)!, { bounds, mean, std, channels });

/** Whether an error is of one file, and not of the options, the model or a system that has no more of something. */
export const isOfFile = (path: string, error: unknown): error is InterpError =>
  !notFiles.test(path) &&
  isInterpError(error) &&
  ['bad-file', 'bad-shape', 'bad-value', 'not-found'].includes(error.code) &&
  !/^E(?:MFILE|NFILE|NOMEM|AGAIN)$/.test(String((error.cause as NodeJS.ErrnoException | undefined)?.code));
