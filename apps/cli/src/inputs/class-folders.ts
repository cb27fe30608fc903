import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InterpError } from '@interp/core';
import { plainText, shownName, shownPath } from '@interp/core/plain-text';
import type { Job } from '../shell/job.js';
import type { InputOptions } from '../shell/options.js';
import { hasPictureName, inOrder } from './expand-inputs.js';
import type { ImageConsumer, Images } from './images.js';

/** The subfolders of a folder; nothing where it is no folder, or has none. */
const classesIn = async (path: string): Promise<readonly string[] | undefined> => {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  return names.length > 0 ? inOrder(names) : undefined;
};

/** The images of a folder of classes. */
export interface LabelledFolder extends Images {
  /** Its subfolders in the order of the classes that they are taken for, where nothing but that order tells. */
  readonly classNames?: readonly string[];
}

const isNumber = (name: string): boolean => /^\d+$/.test(name);

/** The class of a subfolder: by its name among those of the model, by its number, or by its place. */
const classOf = (name: string, place: number, all: readonly string[], labels?: readonly string[]): number => {
  const named = labels?.indexOf(name) ?? -1;
  if (named >= 0) return named;
  if (labels && !all.every(isNumber))
    throw new InterpError(
      'bad-value',
      `the subfolder ${shownName(name, 60)} is no class of the model; expected one of ${plainText(labels.slice(0, 8).join(', '), 120)}`,
    );
  return all.every(isNumber) ? Number(name) : place;
};

/** How a folder of classes is read. */
export interface ClassFolderOptions {
  /** The names of the classes, where they are known. */
  readonly labels?: readonly string[];
  /** How many images are read at most, an equal share of each class. Default all. */
  readonly most?: number;
}

/**
 * Reads a folder whose subfolders are classes, with their images in them.
 *
 * @param path - the folder
 * @param consumer - what takes the images
 * @param how - the names of the classes, and how many images
 * @returns the images with their labels; nothing where the path is no such folder
 * @throws InterpError `bad-value` for a subfolder that is no class, `not-found` where there are no images
 */
export const readClassFolder = async (
  path: string,
  consumer: ImageConsumer,
  how: ClassFolderOptions,
  options: InputOptions,
  job: Pick<Job, 'readInputs'>,
): Promise<LabelledFolder | undefined> => {
  const names = await classesIn(path);
  if (!names) return undefined;
  const { labels, most = Infinity } = how;
  const share = Math.ceil(most / names.length);
  const labelOf = new Map<string, number>();
  for (const [place, name] of names.entries()) {
    const label = classOf(name, place, names, labels);
    const own = inOrder((await readdir(join(path, name))).filter(hasPictureName)).slice(0, share);
    for (const file of own) labelOf.set(join(path, name, file), label);
  }
  if (labelOf.size === 0)
    throw new InterpError(
      'not-found',
      `the subfolders of ${shownPath(path)} have no images; expected PNG, JPEG or WebP files`,
    );
  const images = await job.readInputs([...labelOf.keys()], consumer, options);
  const isByPlace = !labels && !names.every(isNumber);
  return { ...images, label: (index) => labelOf.get(images.name(index)), classNames: isByPlace ? names : undefined };
};
